{%- set roles = ['decision_maker', 'main_user', 'user', 'other'] %}
with

-- Every account has every role, so that a gap is a row.
roles as (
    {%- for role in roles %}
    select '{{ role }}' as role
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

people as (
    select
        account_id,
        role,
        count(*) as active_people
    from {{ ref('int_contacts') }}
    where is_active
    group by account_id, role
),

contacts as (
    select
        account_id,
        contact_role as role,
        count(distinct case when is_within_coverage then contact_id end) as contacted_people,
        sum(case when is_within_coverage then 1 else 0 end) as contacts,
        max(activity_date) as last_contact
    from {{ ref('int_account_contacts') }}
    where is_person_active
    group by account_id, contact_role
)

select
    cast(accounts.account_id as string) as account_id,
    cast(roles.role as string) as role,
    cast(coalesce(people.active_people, 0) as bigint) as active_people,
    cast(coalesce(contacts.contacted_people, 0) as bigint) as contacted_people,
    cast(coalesce(contacts.contacts, 0) as bigint) as contacts,
    coalesce(contacts.contacts, 0) > 0 as is_covered,
    cast(contacts.last_contact as date) as last_contact
from {{ ref('int_accounts') }} as accounts
cross join roles
left join people
    on
        accounts.account_id = people.account_id
        and roles.role = people.role
left join contacts
    on
        accounts.account_id = contacts.account_id
        and roles.role = contacts.role
