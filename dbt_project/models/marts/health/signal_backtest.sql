with

base_rates as (
    select
        horizon_months,
        {{ safe_divide('sum(churned)', 'count(*)') }} as base_rate
    from {{ ref('int_backtest_months') }}
    group by horizon_months
),

counted as (
    select
        recalls.signal,
        recalls.horizon_months,
        recalls.churns,
        recalls.churns_preceded,
        coalesce(precisions.n, 0) as n,
        coalesce(precisions.churned_within, 0) as churned_within,
        {{ safe_divide('precisions.churned_within', 'precisions.n') }} as precision,
        -- Episodes of one account before one churn are no trials of their own: the interval counts the churn once.
        precisions.churns as hits,
        precisions.n / coalesce({{ safe_divide('precisions.churned_within', 'precisions.churns') }}, 1) as trials,
        precisions.median_lead_days,
        base_rates.base_rate
    from {{ ref('int_signal_recalls') }} as recalls
    left join {{ ref('int_signal_precisions') }} as precisions
        on
            recalls.signal = precisions.signal
            and recalls.horizon_months = precisions.horizon_months
    left join base_rates
        on recalls.horizon_months = base_rates.horizon_months
),

bounded as (
    select
        counted.*,
        settings.minimum_n,
        settings.expected_minimum,
        {{ wilson_bound('low', 'hits', 'trials', 'settings.normal_quantile') }} as precision_low,
        {{ wilson_bound('high', 'hits', 'trials', 'settings.normal_quantile') }} as precision_high
    from counted
    cross join {{ ref('int_health_settings') }} as settings
)

select
    cast(signal as string) as signal,
    case
        when n < minimum_n then 'too_few'
        when precision_low > base_rate then 'predicts'
        -- Few episodes without a churn are no proof that the signal is worth nothing.
        when trials * base_rate < expected_minimum then 'too_few'
        else 'does_not_predict'
    end as verdict,
    cast(horizon_months as int) as horizon_months,
    cast(n as bigint) as n,
    cast(churned_within as bigint) as churned_within,
    precision,
    precision_low,
    precision_high,
    base_rate,
    {{ safe_divide('precision', 'base_rate') }} as lift,
    {{ safe_divide('precision_low', 'base_rate') }} as lift_low,
    {{ safe_divide('precision_high', 'base_rate') }} as lift_high,
    cast(churns as bigint) as churns,
    cast(churns_preceded as bigint) as churns_preceded,
    {{ safe_divide('churns_preceded', 'churns') }} as recall,
    median_lead_days
from bounded
