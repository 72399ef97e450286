with

logged as (
    select
        activities.*,
        coalesce(types.is_meeting, false) as is_meeting,
        {{ local_date('activities.logged_at', 'settings.timezone') }} as logged_on
    from {{ ref('int_activities') }} as activities
    left join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    cross join {{ ref('int_policy_settings') }} as settings
    where
        not activities.is_mass
        and activities.owner_id is not null
        and activities.activity_date <= {{ as_of() }}
)

select
    activity_id,
    owner_id,
    {{ month_of('activity_date') }} as month,
    status = 'done' as is_entry,
    status = 'done' and is_meeting as is_held_meeting,
    has_minutes,
    has_agenda,
    -- A plan for the knowledge date itself may still be carried out.
    status = 'planned' and activity_date < {{ as_of() }} as is_left_open,
    -- What was written down beforehand was written down in time.
    case
        when status = 'done' and logged_on <= {{ as_of() }}
            then greatest({{ days_between('activity_date', 'logged_on') }}, 0)
    end as days_to_log
from logged
