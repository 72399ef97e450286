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
    cast(measured.account_id as string) as account_id,
    cast(measured.days_since_last_contact as int) as days_since_last_contact,
    cast(coalesce(counts.contacts_12_months, 0) as bigint) as contacts_12_months,
    cast(coalesce(counts.outbound_contacts_12_months, 0) as bigint) as outbound_contacts_12_months,
    cast(coalesce(counts.inbound_contacts_12_months, 0) as bigint) as inbound_contacts_12_months,
    cast(coalesce(counts.formal_contacts_12_months, 0) as bigint) as formal_contacts_12_months,
    cast(coalesce(counts.informal_contacts_12_months, 0) as bigint) as informal_contacts_12_months,
    cast(coalesce(counts.executive_contacts_12_months, 0) as bigint) as executive_contacts_12_months,
    cast(coalesce(counts.development_talks_12_months, 0) as bigint) as development_talks_12_months,
    cast(coalesce(service.tickets_12_months, 0) as bigint) as tickets_12_months,
    {{ safe_divide(
        'counts.outbound_contacts_12_months',
        'counts.outbound_contacts_12_months + counts.inbound_contacts_12_months'
    ) }} as outbound_share,
    {{ safe_divide('counts.preferred_channel_contacts', 'counts.channel_known_contacts') }} as preferred_channel_share,
    measured.last_contact is null as never_contacted,
    coalesce(measured.days_since_last_contact, measured.days_as_customer, measured.contact_gap_days)
    >= measured.contact_gap_days as year_without_contact,
    cast(measured.last_contact as date) as last_contact,
    cast(counts.last_outbound_contact as date) as last_outbound_contact,
    cast(counts.last_executive_contact as date) as last_executive_contact,
    cast(counts.last_development_talk as date) as last_development_talk
from measured
left join {{ ref('int_account_contact_counts') }} as counts
    on measured.account_id = counts.account_id
left join {{ ref('int_account_service') }} as service
    on measured.account_id = service.account_id
