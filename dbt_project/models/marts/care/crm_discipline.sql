with

months as (
    {{ month_spine(add_months(last_published_month(), -11), last_published_month()) }}
),

-- Those who answer for accounts, and all others in the months in which they wrote something down.
people as (
    select
        employees.user_id as owner_id,
        months.month
    from {{ ref('int_employees') }} as employees
    cross join months
    where employees.accounts_owned + employees.accounts_managed > 0
    union
    select
        activities.owner_id,
        activities.month
    from {{ ref('int_logged_activities') }} as activities
    inner join months
        on activities.month = months.month
),

counted as (
    select
        owner_id,
        month,
        sum(case when is_entry then 1 else 0 end) as entries,
        sum(case when is_held_meeting then 1 else 0 end) as meetings,
        sum(case when is_held_meeting and has_minutes then 1 else 0 end) as meetings_with_minutes,
        sum(case when is_held_meeting and has_minutes is not null then 1 else 0 end) as minutes_told,
        sum(case when is_held_meeting and has_agenda then 1 else 0 end) as meetings_with_agenda,
        sum(case when is_held_meeting and has_agenda is not null then 1 else 0 end) as agenda_told,
        sum(case when is_left_open then 1 else 0 end) as plans_left_open,
        {{ percentile('days_to_log', 0.5) }} as median_days_to_log,
        max(days_to_log) as longest_days_to_log
    from {{ ref('int_logged_activities') }}
    group by owner_id, month
)

select
    cast(people.owner_id as string) as owner_id,
    cast(coalesce(counted.entries, 0) as bigint) as entries,
    cast(coalesce(counted.meetings, 0) as bigint) as meetings,
    {{ safe_divide('counted.meetings_with_minutes', 'counted.minutes_told') }} as minutes_share,
    {{ safe_divide('counted.meetings_with_agenda', 'counted.agenda_told') }} as agenda_share,
    cast(coalesce(counted.meetings - counted.minutes_told, 0) as bigint) as meetings_without_word,
    cast(counted.median_days_to_log as double) as median_days_to_log,
    cast(counted.longest_days_to_log as int) as longest_days_to_log,
    cast(coalesce(counted.plans_left_open, 0) as bigint) as plans_left_open,
    coalesce(counted.entries, 0) = 0 as has_no_entries,
    cast(people.month as date) as month
from people
left join counted
    on
        people.owner_id = counted.owner_id
        and people.month = counted.month
