with

-- A customer that has joined a group since stands for the group: it is lost only if nobody of it pays.
lost as (
    select
        churned.*,
        hierarchy.customer_id as present_customer_id,
        row_number() over (
            partition by hierarchy.customer_id order by churned.month desc, churned.mrr desc, churned.customer_id asc
        ) as newest_first
    from {{ ref('churned_customers') }} as churned
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on churned.customer_id = hierarchy.account_id
),

groups as (
    select
        hierarchy.customer_id,
        max(contacts.last_contact) as last_contact,
        max(case when mrr.mrr > 0 or returning_accounts.account_id is not null then 1 else 0 end) as is_back
    from {{ ref('int_account_hierarchy') }} as hierarchy
    left join {{ ref('account_contacts') }} as contacts
        on hierarchy.account_id = contacts.account_id
    left join {{ ref('mrr_months') }} as mrr
        on
            hierarchy.account_id = mrr.account_id
            and mrr.month = {{ last_published_month() }}
    left join {{ ref('int_returning_accounts') }} as returning_accounts
        on hierarchy.account_id = returning_accounts.account_id
    group by hierarchy.customer_id
),

candidates as (
    select
        lost.*,
        accounts.account_name as present_name,
        accounts.owner_id,
        groups.last_contact,
        contributions.revenue,
        contributions.contribution,
        {{ months_between_months('lost.month', last_published_month()) }} as months_since_lost
    from lost
    inner join groups
        on lost.present_customer_id = groups.customer_id
    inner join {{ ref('int_lifetime_contributions') }} as contributions
        on lost.present_customer_id = contributions.customer_id
    inner join {{ ref('int_accounts') }} as accounts
        on lost.present_customer_id = accounts.account_id
    where
        lost.newest_first = 1
        and groups.is_back = 0
        and contributions.contribution > 0
        and not accounts.is_deleted
        and coalesce(lost.is_addressable, true)
)

select
    cast(candidates.present_customer_id as string) as customer_id,
    cast(candidates.present_name as string) as customer_name,
    cast(candidates.owner_id as string) as owner_id,
    cast(candidates.reason_code as string) as reason_code,
    cast(candidates.products as string) as products,
    cast(row_number() over (
        order by candidates.contribution desc, candidates.mrr desc, candidates.present_customer_id asc
    ) as int) as value_rank,
    cast(candidates.months_since_lost as int) as months_since_lost,
    cast(candidates.tenure_months as int) as tenure_months,
    cast(candidates.mrr as decimal(18, 2)) as mrr_lost,
    cast(candidates.revenue as decimal(18, 2)) as lifetime_revenue,
    cast(candidates.contribution as decimal(18, 2)) as lifetime_contribution,
    candidates.is_addressable,
    cast(candidates.last_contact as date) as last_contact,
    cast(candidates.month as date) as lost_month
from candidates
cross join {{ ref('int_reason_settings') }} as settings
where candidates.months_since_lost <= settings.win_back_months
