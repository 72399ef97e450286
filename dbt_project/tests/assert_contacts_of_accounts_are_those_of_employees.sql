-- The contacts of twelve months are the same whether they are added up by account or by own employee.
with

by_account as (
    select
        coalesce(sum(contacts_12_months), 0) as contacts,
        coalesce(sum(formal_contacts_12_months + informal_contacts_12_months), 0) as contacts_by_kind
    from {{ ref('account_contacts') }}
),

by_employee as (
    select coalesce(sum(contacts_12_months), 0) as contacts
    from {{ ref('owner_loads') }}
),

by_nobody as (
    select count(*) as contacts
    from {{ ref('int_account_contacts') }}
    where
        is_within_12_months
        and owner_id is null
)

select
    by_account.contacts,
    by_account.contacts_by_kind,
    by_employee.contacts as contacts_of_employees,
    by_nobody.contacts as contacts_of_nobody
from by_account
cross join by_employee
cross join by_nobody
where
    by_account.contacts <> by_employee.contacts + by_nobody.contacts
    or by_account.contacts <> by_account.contacts_by_kind
