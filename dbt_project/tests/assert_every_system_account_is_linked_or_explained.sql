-- Every customer that another system states stands once among the links, and every link leads to an account.
with

stated as (
    {{ union_sources('system_accounts') }}
),

both_sides as (
    select
        system,
        system_account_id,
        1 as difference
    from stated
    union all
    select
        system,
        system_account_id,
        -1 as difference
    from {{ ref('account_links') }}
),

unequal as (
    select
        system,
        system_account_id
    from both_sides
    group by system, system_account_id
    having sum(difference) <> 0
)

select
    system,
    system_account_id
from unequal
union all
select
    links.system,
    links.system_account_id
from {{ ref('account_links') }} as links
left join {{ ref('int_accounts') }} as accounts
    on links.account_id = accounts.account_id
where
    links.status = 'linked'
    and accounts.account_id is null
