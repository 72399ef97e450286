with

of_account as (
    select
        *,
        row_number() over (
            partition by account_id
            order by next_due asc nulls first, level asc, activity_type asc
        ) - 1 as place_of_account
    from {{ ref('int_care_next_dues') }}
    where is_overdue
),

-- Everybody's oldest first, then everybody's next one.
queued as (
    select
        *,
        row_number() over (
            partition by queue_id
            order by place_of_account asc, next_due asc nulls first, account_id asc, level asc, activity_type asc
        ) - 1 as place_of_owner
    from of_account
),

weeks as (
    select
        queued.*,
        least(
            51,
            greatest(
                queued.place_of_account,
                cast(floor({{ safe_divide('queued.place_of_owner', 'loads.week_capacity') }}) as int)
            )
        ) as week_number
    from queued
    inner join {{ ref('int_care_loads') }} as loads
        on queued.queue_id = loads.queue_id
)

-- The first week's are due at once, those of later weeks on different days.
select
    weeks.account_id,
    weeks.level,
    weeks.activity_type,
    days.working_day as due_date
from weeks
inner join {{ ref('int_care_days') }} as days
    on
        days.day_number
        = 1 + 7 * weeks.week_number + case when weeks.week_number > 0 then mod(weeks.place_of_owner, 5) else 0 end
