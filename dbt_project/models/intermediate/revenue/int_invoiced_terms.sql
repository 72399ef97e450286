with

lines as (
    select
        *,
        {{ add_days('service_end', 1) }} as day_after
    from {{ ref('int_invoice_line_history') }}
    where line_type in ('recurring', 'credit_correction')
),

terms as (
    {{ with_monthly_amount('lines') }}
)

select
    invoice_id,
    line_id,
    account_id,
    subscription_id,
    product,
    currency,
    line_type,
    service_start,
    service_end,
    posted_on,
    known_from,
    known_until,
    is_current,
    monthly_amount
from terms
