with

people as (
    select
        contact_id,
        account_id,
        lower(email) as email
    from {{ ref('int_contacts') }}
    where is_active
),

shared as (
    select
        one.account_id,
        count(distinct one.contact_id) as people_shared,
        min(one.contact_id || ' (also ' || other.contact_id || ' of ' || other.account_id || ')') as example
    from people as one
    inner join people as other
        on
            one.email = other.email
            and one.account_id <> other.account_id
    group by one.account_id
),

-- A ticket or an activity may name a person of another account than its own, or one that nobody knows.
mentions as (
    select
        account_id,
        contact_id,
        activity_id as source_id
    from {{ ref('int_activities') }}
    where contact_id is not null
    union all
    select
        account_id,
        contact_id,
        ticket_id as source_id
    from {{ ref('int_tickets') }}
    where contact_id is not null
),

elsewhere as (
    select
        mentions.account_id,
        count(*) as mentions,
        min(mentions.source_id || ' names ' || mentions.contact_id || ' of ' || contacts.account_id) as example
    from mentions
    inner join {{ ref('int_contacts') }} as contacts
        on mentions.contact_id = contacts.contact_id
    where mentions.account_id <> contacts.account_id
    group by mentions.account_id
),

strangers as (
    select
        activities.account_id,
        count(*) as contacts,
        min(activities.activity_id || ' names ' || activities.owner_id) as example
    from {{ ref('int_activities') }} as activities
    left join {{ ref('int_users') }} as users
        on activities.owner_id = users.user_id
    where
        activities.is_contact
        and activities.owner_id is not null
        and users.user_id is null
        and (select count(*) from {{ ref('int_users') }}) > 0
    group by activities.account_id
)

select
    account_id,
    'contact_at_two_accounts' as conflict,
    'People whose e-mail address stands at another account too: ' || cast(people_shared as string) || ', such as '
    || example || '.' as evidence
from shared
union all
select
    account_id,
    'contact_of_another_account' as conflict,
    'Contacts and tickets that name a person of another account: ' || cast(mentions as string) || ', such as '
    || example || '.' as evidence
from elsewhere
union all
select
    account_id,
    'contact_by_no_user' as conflict,
    'Contacts made by somebody who is not among the users: ' || cast(contacts as string) || ', such as '
    || example || '.' as evidence
from strangers
