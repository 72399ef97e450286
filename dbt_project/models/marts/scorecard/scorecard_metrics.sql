with

known as (
    select
        actuals.metric,
        count(actuals.actual) as months_known,
        max(case when actuals.actual is not null then actuals.month end) as last_known_month
    from {{ ref('int_metric_actuals') }} as actuals
    inner join {{ ref('int_scorecard_months') }} as months
        on actuals.month = months.month
    group by actuals.metric
)

select
    cast(catalogue.metric as string) as metric,
    cast(catalogue.name as string) as name,
    cast(catalogue.perspective as string) as perspective,
    cast(catalogue.definition as string) as definition,
    cast(catalogue.formula as string) as formula,
    cast(catalogue.unit as string) as unit,
    cast(catalogue.sign_of_good as string) as sign_of_good,
    cast(catalogue.owner as string) as owner,
    cast(catalogue.decision as string) as decision,
    cast(catalogue.deviation_kind as string) as deviation_kind,
    cast(catalogue.target as decimal(28, 8)) as target,
    cast(catalogue.allowed_deviation as decimal(28, 8)) as allowed_deviation,
    cast(catalogue.steady_within as decimal(28, 8)) as steady_within,
    cast(catalogue.trend_months as int) as trend_months,
    cast(coalesce(known.months_known, 0) as bigint) as months_known,
    catalogue.is_active,
    cast(known.last_known_month as date) as last_known_month
from {{ ref('metric_catalogue') }} as catalogue
left join known
    on catalogue.metric = known.metric
