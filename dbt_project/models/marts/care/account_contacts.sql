with

last_contacts as (
    select
        account_id,
        max(activity_date) as last_contact
    from {{ ref('int_activities') }}
    where is_contact
    group by account_id
),

measured as (
    select
        accounts.account_id,
        last_contacts.last_contact,
        {{ days_between('last_contacts.last_contact', as_of()) }} as days_since_last_contact,
        {{ days_between('accounts.customer_since', as_of()) }} as days_as_customer,
        settings.contact_gap_days
    from {{ ref('int_accounts') }} as accounts
    left join last_contacts
        on accounts.account_id = last_contacts.account_id
    cross join {{ ref('int_policy_settings') }} as settings
)

select
    cast(account_id as string) as account_id,
    cast(days_since_last_contact as int) as days_since_last_contact,
    last_contact is null as never_contacted,
    coalesce(days_since_last_contact, days_as_customer, contact_gap_days) >= contact_gap_days as year_without_contact,
    cast(last_contact as date) as last_contact
from measured
