-- A customer opens a month with what it closed the month before with, and nobody who closed with anything is missing.
with

balances as (
    select
        customer_id,
        month,
        opening as amount
    from {{ ref('mrr_movements') }}
    union all
    select
        customer_id,
        {{ add_months('month', 1) }} as month,
        -1 * closing as amount
    from {{ ref('mrr_movements') }}
    where month < {{ last_published_month() }}
)

select
    customer_id,
    month,
    sum(amount) as unexplained
from balances
group by customer_id, month
having sum(amount) <> 0
