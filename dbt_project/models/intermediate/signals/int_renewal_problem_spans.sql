with

-- Nobody knows when a person arrived, so every one counts as having been there until the day they left.
decision_makers as (
    select
        accounts.account_id,
        case
            when count(contacts.contact_id) = 0 then {{ beginning_of_time() }}
            when count(contacts.contact_id) = count(contacts.left_date) then max(contacts.left_date)
        end as none_from
    from {{ ref('int_accounts') }} as accounts
    left join {{ ref('int_contacts') }} as contacts
        on
            accounts.account_id = contacts.account_id
            and contacts.role = 'decision_maker'
    group by accounts.account_id
),

contacts as (
    select distinct
        account_id,
        activity_date
    from {{ ref('int_activities') }}
    where is_contact
),

-- Where the records of contacts begin, nobody can say how long ago the last one was.
contact_days as (
    select
        accounts.account_id,
        records.first_day as activity_date
    from {{ ref('int_accounts') }} as accounts
    inner join {{ ref('int_first_days') }} as records
        on records.feed = 'contacts'
    union
    select
        account_id,
        activity_date
    from contacts
),

found as (
    select
        account_id,
        'no decision maker' as problem,
        none_from as valid_from,
        {{ end_of_time() }} as valid_until
    from decision_makers
    where none_from is not null
    union all
    select
        contact_days.account_id,
        'no recent contact' as problem,
        {{ add_days('contact_days.activity_date', 'settings.renewal_contact_days + 1') }} as valid_from,
        coalesce(
            lead(contact_days.activity_date) over (
                partition by contact_days.account_id order by contact_days.activity_date asc
            ),
            {{ end_of_time() }}
        ) as valid_until
    from contact_days
    cross join {{ ref('int_policy_settings') }} as settings
    union all
    select
        account_id,
        'something overdue' as problem,
        greatest(valid_from, {{ add_days('due_date', 1) }}) as valid_from,
        valid_until
    from {{ ref('int_unpaid_spans') }}
    union all
    select
        account_id,
        'an open complaint' as problem,
        created_on as valid_from,
        coalesce(solved_on, {{ end_of_time() }}) as valid_until
    from {{ ref('int_tickets') }}
    where is_complaint
)

{{ merged_spans('found', ['account_id', 'problem']) }}
