with

windows as (
    select
        dates.scored_on,
        components.minimum,
        {{ add_days('dates.scored_on', '-components.window_days') }} as window_after,
        {{ add_days('dates.scored_on', '-components.usual_after_days') }} as usual_until,
        {{ add_days('dates.scored_on', '-(components.usual_after_days + components.usual_days)') }} as usual_after
    from {{ ref('int_scoring_dates') }} as dates
    inner join {{ ref('int_health_components') }} as components
        on components.component = 'usage_trend'
),

-- The few days there are meet the dates first, so that the many rows of use are joined by equal days.
days as (
    select
        reported.used_on,
        windows.scored_on,
        case when reported.used_on > windows.window_after then 1 else 0 end as is_in_window,
        case when reported.used_on <= windows.usual_until then 1 else 0 end as is_usual
    from {{ ref('int_usage_reported_days') }} as reported
    inner join windows
        on
            reported.used_on > windows.usual_after
            and reported.used_on <= windows.scored_on
            and (reported.used_on > windows.window_after or reported.used_on <= windows.usual_until)
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
        sum(days.is_usual) as usual_days,
        {{ safe_divide('sum(days.is_in_window * usage.active_users)', 'sum(days.is_in_window)') }} as users,
        {{ safe_divide('sum(days.is_usual * usage.active_users)', 'sum(days.is_usual)') }} as usual_users
    from {{ ref('int_usage_days') }} as usage
    inner join days
        on usage.used_on = days.used_on
    group by usage.account_id, days.scored_on, usage.product
),

accounts as (
    select
        account_id,
        scored_on,
        max(usual_days) as usual_days,
        sum(days_in_window) as evidence,
        coalesce({{ sum_of_ratios('users') }}, 0) as users,
        {{ sum_of_ratios('usual_users') }} as usual_users
    from products
    group by account_id, scored_on
)

select
    scored.account_id,
    scored.scored_on,
    {{ safe_divide('accounts.users', 'accounts.usual_users') }} as measure,
    accounts.evidence
from {{ ref('int_scored_accounts') }} as scored
inner join accounts
    on
        scored.account_id = accounts.account_id
        and scored.scored_on = accounts.scored_on
inner join windows
    on scored.scored_on = windows.scored_on
inner join told
    on scored.scored_on = told.scored_on
where
    accounts.usual_users > 0
    and accounts.usual_days >= windows.minimum
