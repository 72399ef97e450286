with

named as (
    select user_id from {{ ref('int_users') }}
    union
    select owner_id as user_id from {{ ref('int_accounts') }}
    where owner_id is not null and not is_deleted
    union
    select csm_id as user_id from {{ ref('int_accounts') }}
    where csm_id is not null and not is_deleted
    union
    select owner_id as user_id from {{ ref('int_activities') }}
    where owner_id is not null
),

seats as (
    select
        named.user_id,
        count(distinct case when accounts.owner_id = named.user_id then accounts.account_id end) as accounts_owned,
        count(distinct case when accounts.csm_id = named.user_id then accounts.account_id end) as accounts_managed
    from named
    inner join {{ ref('int_accounts') }} as accounts
        on
            named.user_id = accounts.owner_id
            or named.user_id = accounts.csm_id
    where not accounts.is_deleted
    group by named.user_id
)

select
    named.user_id,
    users.name,
    users.team,
    users.role,
    users.manager_id,
    users.user_id is not null as is_known_user,
    coalesce(users.is_active, false) as is_active,
    coalesce(seats.accounts_owned, 0) as accounts_owned,
    coalesce(seats.accounts_managed, 0) as accounts_managed
from named
left join {{ ref('int_users') }} as users
    on named.user_id = users.user_id
left join seats
    on named.user_id = seats.user_id
