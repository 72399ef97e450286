with

starts as (
    select
        dues.*,
        coalesce(catch_ups.due_date, greatest(dues.next_due, {{ as_of() }})) as first_due
    from {{ ref('int_care_next_dues') }} as dues
    left join {{ ref('int_care_catch_ups') }} as catch_ups
        on
            dues.account_id = catch_ups.account_id
            and dues.level = catch_ups.level
            and dues.activity_type = catch_ups.activity_type
),

dated as (
    select
        starts.*,
        numbers.day_number as place,
        starts.is_overdue and numbers.day_number = 1 as is_late,
        {{ due_after('starts.first_due', 'numbers.day_number - 1', 'starts.window_months', 'starts.min_count') }}
            as deadline
    from starts
    inner join {{ ref('int_care_days') }} as numbers
        on numbers.day_number <= 2 + floor({{ safe_divide('12 * starts.min_count', 'starts.window_months') }})
),

-- A contact that is already arranged serves the occurrence whose day is nearest.
reaches as (
    select
        *,
        coalesce(
            {{ add_days('deadline', '-cast(floor(' ~ safe_divide(days_between(
                'lag(deadline) over (partition by account_id, level, activity_type order by place asc)', 'deadline'
            ), '2') ~ ') as int)') }},
            {{ beginning_of_time() }}
        ) as reaches_from
    from dated
),

bounded as (
    select
        *,
        coalesce(
            lead(reaches_from) over (partition by account_id, level, activity_type order by place asc),
            {{ end_of_time() }}
        ) as reaches_until
    from reaches
),

arranged as (
    select
        bounded.account_id,
        bounded.level,
        bounded.activity_type,
        bounded.place,
        min(activities.activity_date) as arranged_for
    from bounded
    inner join {{ ref('int_activities') }} as activities
        on
            bounded.account_id = activities.account_id
            and activities.status = 'planned'
            and not activities.is_mass
            and activities.activity_date >= greatest({{ as_of() }}, bounded.reaches_from)
            and activities.activity_date < bounded.reaches_until
            and {{ answers_to('activities', 'bounded') }}
    inner join {{ ref('activity_types') }} as types
        on
            activities.activity_type = types.activity_type
            and types.is_personal_contact
    group by bounded.account_id, bounded.level, bounded.activity_type, bounded.place
)

select
    bounded.account_id,
    bounded.level,
    bounded.activity_type,
    bounded.segment,
    bounded.carer_id,
    bounded.queue_id,
    bounded.basis,
    bounded.min_count,
    bounded.window_months,
    -- The n-th contact of a rule stays the n-th, whenever it takes place.
    bounded.contacts_ever + bounded.place as contact_number,
    bounded.is_late,
    bounded.last_contact,
    case when bounded.place = 1 then bounded.next_due else bounded.deadline end as deadline,
    bounded.deadline as wanted_on,
    arranged.arranged_for
from bounded
left join arranged
    on
        bounded.account_id = arranged.account_id
        and bounded.level = arranged.level
        and bounded.activity_type = arranged.activity_type
        and bounded.place = arranged.place
where coalesce(arranged.arranged_for, bounded.deadline) <= {{ add_months(as_of(), 12) }}
