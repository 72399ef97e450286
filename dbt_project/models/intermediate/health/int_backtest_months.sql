-- A month whose horizon has not ended yet says nothing.
select
    accounts.account_id,
    accounts.month,
    accounts.scored_on,
    horizons.horizon_months,
    case when accounts.months_to_churn <= horizons.horizon_months then accounts.churn_month end as churn_month,
    case when accounts.months_to_churn <= horizons.horizon_months then 1 else 0 end as churned
from {{ ref('int_backtest_accounts') }} as accounts
inner join {{ ref('backtest_horizons') }} as horizons
    on {{ add_months('accounts.month', 'horizons.horizon_months') }} <= {{ last_published_month() }}
