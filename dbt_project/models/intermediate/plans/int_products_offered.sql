-- Bought once is not held, so that a product counts as offered when it was sold by contract or billed as recurring.
select product
from {{ ref('int_subscriptions') }}
where product is not null
union
select product
from {{ ref('int_invoice_lines') }}
where
    product is not null
    and line_type in ('recurring', 'credit_correction')
