{%- set levels = ['strategic', 'tactical', 'operational'] %}
with

-- Every account has every level, so that a gap is a row.
levels as (
    {%- for level in levels %}
    select '{{ level }}' as level
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

contacts as (
    select
        account_id,
        level,
        sum(case when is_within_coverage then 1 else 0 end) as contacts,
        count(distinct case when is_within_coverage then owner_id end) as own_employees,
        max(activity_date) as last_contact
    from {{ ref('int_account_contacts') }}
    group by account_id, level
)

select
    cast(accounts.account_id as string) as account_id,
    cast(levels.level as string) as level,
    cast(coalesce(contacts.contacts, 0) as bigint) as contacts,
    cast(coalesce(contacts.own_employees, 0) as bigint) as own_employees,
    coalesce(contacts.contacts, 0) > 0 as is_covered,
    cast(contacts.last_contact as date) as last_contact
from {{ ref('int_accounts') }} as accounts
cross join levels
left join contacts
    on
        accounts.account_id = contacts.account_id
        and levels.level = contacts.level
