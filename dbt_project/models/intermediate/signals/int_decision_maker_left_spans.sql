with

left_people as (
    select
        contacts.account_id,
        contacts.contact_id,
        contacts.left_date,
        coalesce({{ add_days('contacts.left_date', 'rules.lasts_days') }}, {{ end_of_time() }}) as looked_at_until
    from {{ ref('int_contacts') }} as contacts
    cross join {{ signal_rule('decision_maker_left') }} as rules
    where
        contacts.role = 'decision_maker'
        and contacts.left_date <= {{ as_of() }}
),

meetings as (
    select distinct
        activities.account_id,
        activities.contact_id,
        activities.activity_date
    from {{ ref('int_activities') }} as activities
    inner join {{ ref('int_contacts') }} as contacts
        on
            activities.contact_id = contacts.contact_id
            and activities.account_id = contacts.account_id
    where
        activities.is_contact
        and contacts.role = 'decision_maker'
        and coalesce(contacts.left_date > activities.activity_date, true)
),

followed as (
    select
        left_people.account_id,
        left_people.contact_id,
        min(meetings.activity_date) as met_on
    from left_people
    inner join meetings
        on
            left_people.account_id = meetings.account_id
            and left_people.contact_id <> meetings.contact_id
            and meetings.activity_date > left_people.left_date
            and meetings.activity_date < left_people.looked_at_until
    group by left_people.account_id, left_people.contact_id
)

select
    left_people.account_id,
    left_people.contact_id as subject,
    left_people.left_date as valid_from,
    coalesce(followed.met_on, {{ end_of_time() }}) as valid_until,
    'A decision maker left.' as evidence
from left_people
left join followed
    on
        left_people.account_id = followed.account_id
        and left_people.contact_id = followed.contact_id
