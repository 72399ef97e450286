with

-- The more at risk, the higher the risk: the lower the score of health, the higher the chance to churn.
scores as (
    select
        'health' as model,
        months.*,
        cast(health.score as {{ type_rate() }}) as value,
        -cast(health.score as {{ type_rate() }}) as risk
    from {{ ref('int_backtest_months') }} as months
    inner join {{ ref('int_health_scores') }} as health
        on
            months.account_id = health.account_id
            and months.scored_on = health.scored_on
    where health.score is not null
    union all
    select
        'baseline' as model,
        months.*,
        cast(baseline.probability as {{ type_rate() }}) as value,
        cast(baseline.probability as {{ type_rate() }}) as risk
    from {{ ref('int_backtest_months') }} as months
    inner join {{ ref('int_baseline_predictions') }} as baseline
        on
            months.account_id = baseline.account_id
            and {{ months_between_months(beginning_of_time(), 'months.month') }} = baseline.month_number
            and months.horizon_months = baseline.horizon_months
)

select
    model,
    horizon_months,
    account_id,
    month,
    churn_month,
    churned,
    value,
    risk,
    ntile(10) over (partition by model, horizon_months order by risk desc, account_id asc, month asc) as decile
from scores
