with

windows as (
    select
        dates.scored_on,
        {{ add_days('dates.scored_on', '-components.window_days') }} as window_after,
        {{ add_days('dates.scored_on', '-(components.window_days + components.usual_days)') }} as usual_after
    from {{ ref('int_scoring_dates') }} as dates
    inner join {{ ref('int_health_components') }} as components
        on components.component = 'adoption'
),

-- The few days there are meet the dates first, so that the many rows of use are joined by equal days.
days as (
    select
        reported.used_on,
        windows.scored_on,
        case when reported.used_on > windows.window_after then 1 else 0 end as is_in_window
    from {{ ref('int_usage_reported_days') }} as reported
    inner join windows
        on
            reported.used_on > windows.usual_after
            and reported.used_on <= windows.scored_on
    where reported.tells_seats = 1
),

-- No use is told of an account that has ceased to use anything; no use of anybody means that nothing is told any more.
told as (
    select scored_on
    from days
    group by scored_on
    having sum(is_in_window) > 0
),

products as (
    select
        usage.account_id,
        days.scored_on,
        usage.product,
        sum(days.is_in_window) as days_in_window,
        {{ safe_divide('sum(days.is_in_window * usage.active_users)', 'sum(days.is_in_window)') }} as users,
        {{ safe_divide('sum(days.is_in_window * usage.licensed_seats)', 'sum(days.is_in_window)') }} as seats
    from {{ ref('int_usage_days') }} as usage
    inner join days
        on usage.used_on = days.used_on
    where usage.licensed_seats > 0
    group by usage.account_id, days.scored_on, usage.product
),

accounts as (
    select
        account_id,
        scored_on,
        sum(days_in_window) as evidence,
        {{ safe_divide(sum_of_ratios('users'), sum_of_ratios('seats')) }} as users_per_seat
    from products
    group by account_id, scored_on
)

select
    scored.account_id,
    scored.scored_on,
    coalesce(accounts.users_per_seat, 0) as measure,
    accounts.evidence
from {{ ref('int_scored_accounts') }} as scored
inner join accounts
    on
        scored.account_id = accounts.account_id
        and scored.scored_on = accounts.scored_on
inner join told
    on scored.scored_on = told.scored_on
