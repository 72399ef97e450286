with

wished as (
    select
        account_id,
        lower(preferred_channel) as channel,
        count(*) as people_who_prefer
    from {{ ref('int_contacts') }}
    where
        is_active
        and preferred_channel is not null
    group by account_id, lower(preferred_channel)
),

used as (
    select
        activities.account_id,
        lower(activities.channel) as channel,
        count(*) as contacts
    from {{ ref('int_activities') }} as activities
    where
        activities.is_contact
        and activities.channel is not null
        and activities.activity_date > {{ add_months(as_of(), -12) }}
    group by activities.account_id, lower(activities.channel)
),

channels as (
    select
        account_id,
        channel
    from wished
    union
    select
        account_id,
        channel
    from used
),

counted as (
    select
        channels.account_id,
        channels.channel,
        coalesce(wished.people_who_prefer, 0) as people_who_prefer,
        coalesce(used.contacts, 0) as contacts
    from channels
    left join wished
        on
            channels.account_id = wished.account_id
            and channels.channel = wished.channel
    left join used
        on
            channels.account_id = used.account_id
            and channels.channel = used.channel
)

select
    cast(account_id as string) as account_id,
    cast(channel as string) as channel,
    cast(people_who_prefer as bigint) as people_who_prefer,
    cast(contacts as bigint) as contacts_12_months,
    {{ safe_divide('people_who_prefer', 'sum(people_who_prefer) over (partition by account_id)') }} as share_of_wishes,
    {{ safe_divide('contacts', 'sum(contacts) over (partition by account_id)') }} as share_of_contacts
from counted
