with

outcomes as (
    select
        episodes.signal,
        horizons.horizon_months,
        episodes.account_id,
        case
            when episodes.churned_on <= {{ add_months('episodes.first_seen', 'horizons.horizon_months') }}
                then episodes.churned_on
        end as churned_on,
        {{ days_between('episodes.first_seen', 'episodes.churned_on') }} as days_to_churn
    from {{ ref('int_signal_episodes') }} as episodes
    inner join {{ ref('backtest_horizons') }} as horizons
        on
            {{ add_months('episodes.first_seen', 'horizons.horizon_months') }}
            <= {{ month_end(last_published_month()) }}
)

select
    signal,
    horizon_months,
    count(*) as n,
    count(churned_on) as churned_within,
    count(distinct case when churned_on is not null then account_id || ' ' || churned_on end) as churns,
    {{ percentile('case when churned_on is not null then days_to_churn end', 0.5) }} as median_lead_days
from outcomes
group by signal, horizon_months
