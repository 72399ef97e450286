with

days as (
    select
        account_id,
        activity_date,
        count(*) as contacts
    from {{ ref('int_activities') }}
    where is_contact
    group by account_id, activity_date
),

contacts as (
    select
        account_id,
        activity_date as contacted_on,
        lead(activity_date) over (partition by account_id order by activity_date asc) as next_contacted_on,
        sum(contacts) over (
            partition by account_id order by activity_date asc rows between unbounded preceding and current row
        ) as contacts
    from days
)

select
    scored.account_id,
    scored.scored_on,
    {{ days_between('coalesce(contacts.contacted_on, scored.customer_from)', 'scored.scored_on') }} as measure,
    coalesce(contacts.contacts, 0) as evidence
from {{ ref('int_scored_accounts') }} as scored
inner join {{ ref('int_first_days') }} as told
    on
        told.feed = 'contacts'
        and scored.scored_on >= told.first_day
left join contacts
    on
        scored.account_id = contacts.account_id
        and scored.scored_on >= contacts.contacted_on
        and (contacts.next_contacted_on is null or scored.scored_on < contacts.next_contacted_on)
