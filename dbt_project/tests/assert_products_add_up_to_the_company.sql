-- Products close a month with what the company does; a month in which a correction exceeds what was invoiced for some
-- account and product is left out, since what is below zero counts as zero, and differently at each level.
with

overdrawn as (
    select distinct month
    from {{ ref('int_mrr_balances') }}
    where closing < 0
),

both_sides as (
    select
        month,
        closing as amount
    from {{ ref('kpi_months') }}
    where level = 'customer'
    union all
    select
        month,
        -1 * closing as amount
    from {{ ref('kpi_product_months') }}
)

select
    both_sides.month,
    sum(both_sides.amount) as unexplained
from both_sides
left join overdrawn
    on both_sides.month = overdrawn.month
where overdrawn.month is null
group by both_sides.month
having sum(both_sides.amount) <> 0
