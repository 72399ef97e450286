-- A published month of revenue is the sum of its unrounded parts, half a cent aside.
with

both_sides as (
    select
        account_id,
        month,
        revenue as amount
    from {{ ref('recognised_revenue_months') }}
    union all
    select
        account_id,
        month,
        -1 * revenue as amount
    from {{ ref('int_revenue_product_months') }}
)

select
    account_id,
    month,
    sum(amount) as unexplained
from both_sides
group by account_id, month
having abs(sum(amount)) > 0.005
