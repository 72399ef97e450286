with

recurring as (
    select
        account_id,
        mrr
    from {{ ref('mrr_months') }}
    where month = {{ last_published_month() }}
),

worked as (
    select
        contacts.account_id,
        count(*) as contacts,
        sum(types.hours) as hours
    from {{ ref('int_account_contacts') }} as contacts
    left join {{ ref('activity_types') }} as types
        on contacts.activity_type = types.activity_type
    where contacts.is_within_12_months
    group by contacts.account_id
)

select
    cast(coalesce(accounts.relationship_stage, '') as string) as relationship_stage,
    cast(count(*) as bigint) as accounts,
    cast(sum(coalesce(recurring.mrr, 0)) as decimal(18, 2)) as mrr,
    cast(sum(coalesce(worked.contacts, 0)) as bigint) as contacts_12_months,
    cast(sum(coalesce(worked.hours, 0)) as decimal(18, 2)) as contact_hours_12_months,
    {{ safe_divide('sum(coalesce(worked.hours, 0))', 'count(*)') }} as hours_per_account,
    {{ safe_divide('sum(coalesce(worked.hours, 0))', 'sum(coalesce(recurring.mrr, 0)) / 1000') }}
        as hours_per_thousand_of_mrr
from {{ ref('int_accounts') }} as accounts
left join recurring
    on accounts.account_id = recurring.account_id
left join worked
    on accounts.account_id = worked.account_id
where not accounts.is_deleted
group by coalesce(accounts.relationship_stage, '')
