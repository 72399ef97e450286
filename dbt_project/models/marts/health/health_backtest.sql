with

deciles as (
    select
        model,
        horizon_months,
        decile,
        count(*) as n,
        sum(churned) as churned,
        {{ safe_divide(sum_of_ratios('value'), 'count(*)') }} as mean_value,
        min(value) as lowest_value,
        max(value) as highest_value
    from {{ ref('int_backtest_scores') }}
    group by model, horizon_months, decile
),

bounded as (
    select
        deciles.*,
        rates.base_rate,
        {{ safe_divide('deciles.churned', 'deciles.n') }} as churn_rate,
        {{ wilson_bound(
            'low', '(deciles.churned / rates.repeats)', '(deciles.n / rates.repeats)', 'settings.normal_quantile'
        ) }} as rate_low,
        {{ wilson_bound(
            'high', '(deciles.churned / rates.repeats)', '(deciles.n / rates.repeats)', 'settings.normal_quantile'
        ) }} as rate_high
    from deciles
    inner join {{ ref('int_backtest_rates') }} as rates
        on
            deciles.model = rates.model
            and deciles.horizon_months = rates.horizon_months
    cross join {{ ref('int_health_settings') }} as settings
)

select
    cast(model as string) as model,
    cast(horizon_months as int) as horizon_months,
    cast(decile as int) as decile,
    cast(n as bigint) as n,
    cast(churned as bigint) as churned,
    churn_rate,
    rate_low,
    rate_high,
    base_rate,
    {{ safe_divide('churn_rate', 'base_rate') }} as lift,
    {{ safe_divide('rate_low', 'base_rate') }} as lift_low,
    {{ safe_divide('rate_high', 'base_rate') }} as lift_high,
    mean_value,
    cast(lowest_value as {{ type_double() }}) as lowest_value,
    cast(highest_value as {{ type_double() }}) as highest_value
from bounded
