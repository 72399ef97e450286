with

-- A person counts only at the account that the people themselves name.
contacts as (
    select
        activities.activity_id,
        activities.account_id,
        activities.owner_id,
        people.contact_id,
        people.role as contact_role,
        coalesce(people.is_active, false) as is_person_active,
        activities.activity_type,
        activities.level,
        activities.direction,
        activities.activity_date,
        coalesce(types.is_informal, false) as is_informal,
        coalesce(users.role = 'executive', false) or coalesce(activities.level = 'strategic', false) as is_executive,
        -- NULL unless both the wish and the channel are known.
        lower(activities.channel) = lower(people.preferred_channel) as is_over_preferred_channel,
        activities.activity_date > {{ add_months(as_of(), -12) }} as is_within_12_months,
        activities.activity_date > {{ add_months(as_of(), '-1 * settings.coverage_months') }} as is_within_coverage
    from {{ ref('int_activities') }} as activities
    cross join {{ ref('int_people_settings') }} as settings
    left join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    left join {{ ref('int_users') }} as users
        on activities.owner_id = users.user_id
    left join {{ ref('int_contacts') }} as people
        on
            activities.contact_id = people.contact_id
            and activities.account_id = people.account_id
    where activities.is_contact
)

select
    activity_id,
    account_id,
    owner_id,
    contact_id,
    contact_role,
    is_person_active,
    activity_type,
    level,
    direction,
    activity_date,
    is_informal,
    is_executive,
    is_over_preferred_channel,
    is_within_12_months,
    is_within_coverage
from contacts
