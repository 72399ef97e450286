with

recurring as (
    select
        accounts.account_id,
        accounts.owner_id,
        accounts.csm_id,
        months.mrr
    from {{ ref('int_accounts') }} as accounts
    inner join {{ ref('mrr_months') }} as months
        on accounts.account_id = months.account_id
    where
        months.month = {{ last_published_month() }}
        and months.mrr > 0
        and not accounts.is_deleted
),

owned as (
    select
        owner_id as user_id,
        count(*) as paying_accounts,
        sum(mrr) as mrr
    from recurring
    group by owner_id
),

managed as (
    select
        csm_id as user_id,
        count(*) as paying_accounts,
        sum(mrr) as mrr
    from recurring
    group by csm_id
),

worked as (
    select
        contacts.owner_id as user_id,
        count(*) as contacts,
        count(distinct contacts.account_id) as accounts_met,
        sum(types.hours) as hours
    from {{ ref('int_account_contacts') }} as contacts
    left join {{ ref('activity_types') }} as types
        on contacts.activity_type = types.activity_type
    where contacts.is_within_12_months
    group by contacts.owner_id
)

select
    cast(employees.user_id as string) as user_id,
    cast(employees.name as string) as name,
    cast(employees.team as string) as team,
    cast(employees.role as string) as role,
    cast(employees.manager_id as string) as manager_id,
    employees.is_known_user,
    employees.is_active,
    cast(employees.accounts_owned as bigint) as accounts_owned,
    cast(coalesce(owned.paying_accounts, 0) as bigint) as paying_accounts_owned,
    cast(coalesce(owned.mrr, 0) as decimal(18, 2)) as mrr_owned,
    cast(employees.accounts_managed as bigint) as accounts_managed,
    cast(coalesce(managed.paying_accounts, 0) as bigint) as paying_accounts_managed,
    cast(coalesce(managed.mrr, 0) as decimal(18, 2)) as mrr_managed,
    cast(coalesce(worked.accounts_met, 0) as bigint) as accounts_met_12_months,
    cast(coalesce(worked.contacts, 0) as bigint) as contacts_12_months,
    cast(coalesce(worked.hours, 0) as decimal(18, 2)) as contact_hours_12_months
from {{ ref('int_employees') }} as employees
left join owned
    on employees.user_id = owned.user_id
left join managed
    on employees.user_id = managed.user_id
left join worked
    on employees.user_id = worked.user_id
