with

decision_makers as (
    select
        account_id,
        sum(case when is_active then 1 else 0 end) as active_people,
        count(*) as known_people,
        max(left_date) as last_left_date
    from {{ ref('int_contacts') }}
    where role = 'decision_maker'
    group by account_id
),

recurring as (
    select
        account_id,
        mrr
    from {{ ref('mrr_months') }}
    where month = {{ last_published_month() }}
)

select
    cast(accounts.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(case when decision_makers.known_people > 0 then 'left' else 'never_known' end as string) as reason,
    cast(coalesce(recurring.mrr, 0) as decimal(18, 2)) as mrr,
    cast(coalesce(people.active_contacts, 0) as bigint) as active_contacts,
    cast(decision_makers.last_left_date as date) as last_left_date
from {{ ref('int_accounts') }} as accounts
left join decision_makers
    on accounts.account_id = decision_makers.account_id
left join {{ ref('int_account_people') }} as people
    on accounts.account_id = people.account_id
left join recurring
    on accounts.account_id = recurring.account_id
where
    not accounts.is_deleted
    and coalesce(decision_makers.active_people, 0) = 0
