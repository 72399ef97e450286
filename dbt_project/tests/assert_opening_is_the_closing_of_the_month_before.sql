-- A customer opens a month with what it closed the month before with, and nobody who closed with anything is missing;
-- in a month in which the hierarchy changes, opening is what the new group closed with.
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
    balances.customer_id,
    balances.month,
    sum(balances.amount) as unexplained
from balances
left join {{ ref('int_hierarchy_regimes') }} as regimes
    on balances.month = regimes.regime_month
where regimes.month is null
group by balances.customer_id, balances.month
having sum(balances.amount) <> 0
