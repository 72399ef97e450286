with

restated as (
    select
        month,
        sum(mrr_change) as mrr_change,
        sum(case when cause = 'posted_later' then mrr_change else 0 end) as posted_later,
        sum(case when cause = 'corrected_later' then mrr_change else 0 end) as corrected_later,
        sum(case when cause = 'changed_later' then mrr_change else 0 end) as changed_later,
        sum(case when cause = 'removed_later' then mrr_change else 0 end) as removed_later,
        sum(case when cause = 'rate_changed_later' then mrr_change else 0 end) as rate_changed_later
    from {{ ref('mrr_restatements') }}
    group by month
),

present as (
    select
        month,
        sum(mrr) as mrr
    from {{ ref('mrr_months') }}
    group by month
)

select
    cast(coalesce(present.mrr, 0) - coalesce(restated.mrr_change, 0) as decimal(18, 2)) as mrr_as_reported,
    cast(coalesce(restated.posted_later, 0) as decimal(18, 2)) as posted_later,
    cast(coalesce(restated.corrected_later, 0) as decimal(18, 2)) as corrected_later,
    cast(coalesce(restated.changed_later, 0) as decimal(18, 2)) as changed_later,
    cast(coalesce(restated.removed_later, 0) as decimal(18, 2)) as removed_later,
    cast(coalesce(restated.rate_changed_later, 0) as decimal(18, 2)) as rate_changed_later,
    cast(coalesce(present.mrr, 0) as decimal(18, 2)) as mrr_as_known_now,
    reports.is_locked,
    cast(reports.reported_on as date) as reported_on,
    cast(reports.month as date) as month
from {{ ref('int_reporting_dates') }} as reports
left join present
    on reports.month = present.month
left join restated
    on reports.month = restated.month
