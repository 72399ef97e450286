with

models as (
    select
        'health' as model,
        horizon_months
    from {{ ref('backtest_horizons') }}
    union all
    select
        'baseline' as model,
        horizon_months
    from {{ ref('backtest_horizons') }}
),

tops as (
    select
        model,
        horizon_months,
        max(case when decile = 1 then lift end) as lift,
        max(case when decile = 1 then lift_low end) as lift_low,
        max(case when decile = 1 then lift_high end) as lift_high,
        sum(case when decile <= 2 then churned else 0 end) as churned_in_two
    from {{ ref('health_backtest') }}
    group by model, horizon_months
)

select
    cast(models.model as string) as model,
    case
        when coalesce(rates.churns, 0) < settings.backtest_churns_minimum then 'too_few'
        when tops.lift_low > 1 then 'predicts'
        else 'does_not_predict'
    end as verdict,
    cast(models.horizon_months as int) as horizon_months,
    cast(coalesce(rates.n, 0) as bigint) as n,
    cast(coalesce(rates.churned, 0) as bigint) as churned,
    cast(coalesce(rates.churns, 0) as bigint) as churns,
    rates.base_rate,
    aucs.auc,
    rates.brier,
    case when models.model = 'baseline' then rates.base_rate * (1 - rates.base_rate) end as brier_of_base_rate,
    tops.lift as top_decile_lift,
    tops.lift_low as top_decile_lift_low,
    tops.lift_high as top_decile_lift_high,
    {{ safe_divide('tops.churned_in_two', 'rates.churned') }} as recall_top_two_deciles
from models
cross join {{ ref('int_health_settings') }} as settings
left join {{ ref('int_backtest_rates') }} as rates
    on
        models.model = rates.model
        and models.horizon_months = rates.horizon_months
left join {{ ref('int_backtest_aucs') }} as aucs
    on
        models.model = aucs.model
        and models.horizon_months = aucs.horizon_months
left join tops
    on
        models.model = tops.model
        and models.horizon_months = tops.horizon_months
