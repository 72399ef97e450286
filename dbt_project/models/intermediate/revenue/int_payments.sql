with

sources as (
    {{ union_sources('payments') }}
)

select
    payment_id,
    invoice_id,
    amount,
    paid_date
from sources
where
    not is_deleted
    and paid_date <= {{ as_of() }}
