with

windows as (
    select
        scored.account_id,
        scored.scored_on,
        scored.customer_from,
        components.minimum,
        {{ safe_divide('components.window_days', 'components.usual_days') }} as share_of_usual,
        {{ add_days('scored.scored_on', '-components.window_days') }} as window_after,
        {{ add_days('scored.scored_on', '-components.usual_after_days') }} as usual_until,
        {{ add_days('scored.scored_on', '-(components.usual_after_days + components.usual_days)') }} as usual_after
    from {{ ref('int_scored_accounts') }} as scored
    inner join {{ ref('int_health_components') }} as components
        on components.component = 'support_balance'
),

counted as (
    select
        windows.account_id,
        windows.scored_on,
        sum(case when tickets.created_on > windows.window_after then 1 else 0 end) as requests,
        sum(case when tickets.created_on <= windows.usual_until then 1 else 0 end) * max(windows.share_of_usual)
            as usual_requests,
        count(*) as evidence,
        max(windows.minimum) as minimum,
        max(windows.customer_from) <= max(windows.usual_after) as is_usual_known,
        sum(sum(case when tickets.created_on > windows.window_after then 1 else 0 end))
            over (partition by windows.scored_on) as requests_of_all
    from windows
    inner join {{ ref('int_tickets') }} as tickets
        on
            windows.account_id = tickets.account_id
            and windows.usual_after < tickets.created_on
            and windows.scored_on >= tickets.created_on
    group by windows.account_id, windows.scored_on
)

-- Counts of requests are Poisson: the standard deviation is the root of the mean.
select
    account_id,
    scored_on,
    {{ safe_divide('abs(requests - usual_requests)', 'sqrt(usual_requests)') }} as measure,
    evidence
from counted
where
    is_usual_known
    and usual_requests >= minimum
    and requests_of_all > 0
