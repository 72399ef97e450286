-- The shares of reasons to leave are those of every customer lost, by year and in all, counted and in money.
with

lost as (
    select
        'ALL' as period,
        count(*) as occasions,
        sum(mrr) as mrr
    from {{ ref('churned_customers') }}
    union all
    select
        cast(year(month) as string) as period,
        count(*) as occasions,
        sum(mrr) as mrr
    from {{ ref('churned_customers') }}
    group by year(month)
),

shared as (
    select
        period,
        sum(occasions) as occasions,
        sum(mrr) as mrr
    from {{ ref('reason_shares') }}
    where event = 'leave'
    group by period
)

select
    lost.period,
    lost.occasions,
    shared.occasions as shared_occasions,
    lost.mrr,
    shared.mrr as shared_mrr
from lost
left join shared
    on lost.period = shared.period
where
    lost.occasions > 0
    and (
        shared.period is null
        or lost.occasions <> shared.occasions
        or lost.mrr <> shared.mrr
    )
