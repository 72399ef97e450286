-- One churn is foretold from several months before it, or is not; an interval may count it only once.
select
    model,
    horizon_months,
    count(*) as n,
    sum(churned) as churned,
    count(distinct case when churned = 1 then account_id || ' ' || churn_month end) as churns,
    {{ safe_divide('sum(churned)', 'count(*)') }} as base_rate,
    coalesce({{ safe_divide(
        'sum(churned)', "count(distinct case when churned = 1 then account_id || ' ' || churn_month end)"
    ) }}, 1) as repeats,
    case when model = 'baseline' then {{ safe_divide(
        sum_of_ratios('(value - churned) * (value - churned)'), 'count(*)'
    ) }} end as brier
from {{ ref('int_backtest_scores') }}
group by model, horizon_months
