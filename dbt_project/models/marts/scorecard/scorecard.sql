with

shown as (
    select
        months.month,
        catalogue.*,
        coalesce(
            case
                when catalogue.deviation_kind = 'relative' then catalogue.allowed_deviation * abs(catalogue.target)
                else catalogue.allowed_deviation
            end,
            0
        ) as tolerance
    from {{ ref('metric_catalogue') }} as catalogue
    cross join {{ ref('int_scorecard_months') }} as months
    where catalogue.is_active
),

compared as (
    select
        shown.*,
        actuals.actual,
        actuals.n,
        actuals.measured_on,
        earlier.actual as previous,
        -- Positive is good, whichever way the metric points.
        case when shown.sign_of_good = 'up' then 1 else -1 end * (actuals.actual - earlier.actual) as gain,
        case when shown.sign_of_good = 'up' then 1 else -1 end * (actuals.actual - shown.target) as lead_on_target
    from shown
    left join {{ ref('int_metric_actuals') }} as actuals
        on
            shown.metric = actuals.metric
            and shown.month = actuals.month
    left join {{ ref('int_metric_actuals') }} as earlier
        on
            shown.metric = earlier.metric
            and {{ add_months('shown.month', '-1 * shown.trend_months') }} = earlier.month
)

select
    cast(metric as string) as metric,
    cast(name as string) as name,
    cast(perspective as string) as perspective,
    cast(unit as string) as unit,
    cast(owner as string) as owner,
    cast(case
        when gain is null then 'unknown'
        when abs(gain) <= coalesce(steady_within, 0) then 'steady'
        when gain > 0 then 'better'
        else 'worse'
    end as string) as trend,
    cast(actual as decimal(28, 8)) as actual,
    cast(target as decimal(28, 8)) as target,
    cast(previous as decimal(28, 8)) as previous,
    cast(actual - target as decimal(28, 8)) as deviation,
    cast(n as bigint) as n,
    lead_on_target < -1 * tolerance as is_off_target,
    cast(measured_on as date) as measured_on,
    cast(month as date) as month
from compared
