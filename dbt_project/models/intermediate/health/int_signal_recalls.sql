with

observed as (
    select min(month_end) as observed_from
    from {{ ref('int_published_months') }}
),

churns as (
    select
        churns.account_id,
        churns.churned_on,
        horizons.horizon_months,
        {{ add_months('churns.churned_on', '-horizons.horizon_months') }} as horizon_from
    from {{ ref('int_churn_dates') }} as churns
    cross join {{ ref('backtest_horizons') }} as horizons
    cross join observed
    where {{ add_months('churns.churned_on', '-horizons.horizon_months') }} >= observed.observed_from
),

totals as (
    select
        horizon_months,
        count(*) as churns
    from churns
    group by horizon_months
),

preceded as (
    select
        episodes.signal,
        churns.horizon_months,
        count(distinct churns.account_id || ' ' || churns.churned_on) as churns_preceded
    from churns
    inner join {{ ref('int_signal_episodes') }} as episodes
        on
            churns.account_id = episodes.account_id
            and churns.churned_on > episodes.first_seen
            and (episodes.cleared is null or churns.horizon_from < episodes.cleared)
    group by episodes.signal, churns.horizon_months
),

signals as (
    select distinct signal
    from {{ ref('int_churn_signal_episodes') }}
)

select
    signals.signal,
    totals.horizon_months,
    totals.churns,
    coalesce(preceded.churns_preceded, 0) as churns_preceded
from signals
cross join totals
left join preceded
    on
        signals.signal = preceded.signal
        and totals.horizon_months = preceded.horizon_months
