with

summed as (
    select
        month,
        account_id,
        cast(sum(mrr) as {{ type_money() }}) as mrr
    from {{ ref('int_mrr_book') }}
    group by month, account_id
),

first_months as (
    select
        account_id,
        min(month) as first_month
    from summed
    where mrr <> 0
    group by account_id
)

-- Months without a contract stand as 0, so that a pause and an end are rows and not gaps.
select
    months.month,
    first_months.account_id,
    hierarchy.customer_id,
    coalesce(summed.mrr, 0) as mrr
from first_months
inner join {{ ref('int_published_months') }} as months
    on first_months.first_month <= months.month
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on first_months.account_id = hierarchy.account_id
left join summed
    on
        first_months.account_id = summed.account_id
        and months.month = summed.month
