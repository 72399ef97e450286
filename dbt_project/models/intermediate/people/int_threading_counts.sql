with

-- Only people who are still there keep a relationship up; our own employees count if they are still with us.
counted as (
    select
        contacts.account_id,
        count(distinct case
            when
                contacts.is_person_active and contacts.contact_role in ('decision_maker', 'main_user', 'user')
                then contacts.contact_role
        end) as roles,
        count(distinct contacts.level) as levels,
        count(distinct case when contacts.is_person_active then contacts.contact_id end) as people,
        count(distinct case when coalesce(users.is_active, true) then contacts.owner_id end) as employees
    from {{ ref('int_account_contacts') }} as contacts
    left join {{ ref('int_users') }} as users
        on contacts.owner_id = users.user_id
    where contacts.is_within_coverage
    group by contacts.account_id
)

select
    accounts.account_id,
    coalesce(counted.roles, 0) as roles,
    coalesce(counted.levels, 0) as levels,
    coalesce(counted.people, 0) as people,
    coalesce(counted.employees, 0) as employees
from {{ ref('int_accounts') }} as accounts
left join counted
    on accounts.account_id = counted.account_id
