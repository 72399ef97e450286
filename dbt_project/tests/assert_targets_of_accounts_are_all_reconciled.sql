-- Every target of an account, of a metric that adds up, is in one row of the reconciliation, to the cent.
with

both_sides as (
    select
        metric,
        target
    from {{ ref('target_attainment') }}
    where
        level = 'account'
        and metric not in ('nps', 'csat')
    union all
    select
        metric,
        -1 * account_targets as target
    from {{ ref('target_reconciliation') }}
)

select
    metric,
    sum(target) as target_unexplained
from both_sides
group by metric
having sum(target) <> 0
