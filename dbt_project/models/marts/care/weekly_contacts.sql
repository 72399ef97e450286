with

contacts as (
    select
        activities.owner_id,
        activities.account_id,
        activities.contact_id,
        coalesce(types.is_meeting, false) as is_meeting,
        activities.has_minutes,
        activities.activity_date,
        cast({{ dbt.date_trunc('week', 'activities.activity_date') }} as date) as week
    from {{ ref('int_activities') }} as activities
    left join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    where activities.is_contact
),

-- Whom the CRM no longer holds keeps no name here.
people as (
    select
        contact_id,
        name,
        email
    from {{ ref('int_contacts') }}
    where not is_deleted
)

select
    cast(coalesce(contacts.owner_id, '') as string) as owner_id,
    cast(contacts.account_id as string) as account_id,
    cast(coalesce(contacts.contact_id, '') as string) as contact_id,
    cast(max(people.name) as string) as contact_name,
    cast(max(people.email) as string) as contact_email,
    cast(count(*) as bigint) as contacts,
    cast(sum(case when contacts.is_meeting then 1 else 0 end) as bigint) as meetings,
    cast(sum(case when contacts.is_meeting and contacts.has_minutes then 1 else 0 end) as bigint)
        as meetings_with_minutes,
    cast(max(contacts.activity_date) as date) as last_contact,
    contacts.week
from contacts
cross join {{ ref('int_people_settings') }} as settings
left join people
    on contacts.contact_id = people.contact_id
where contacts.activity_date > {{ add_days(as_of(), '-7 * settings.weekly_report_weeks') }}
group by contacts.week, coalesce(contacts.owner_id, ''), contacts.account_id, coalesce(contacts.contact_id, '')
