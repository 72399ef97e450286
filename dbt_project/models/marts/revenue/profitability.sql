with

revenue as (
    select
        account_id,
        coalesce(product, '') as product,
        sum(revenue) as revenue
    from {{ ref('int_revenue_product_months') }}
    where
        month > {{ add_months(last_published_month(), -12) }}
        and month <= {{ last_published_month() }}
    group by account_id, coalesce(product, '')
),

costs as (
    select
        account_id,
        coalesce(product, '') as product,
        sum(direct_cost) as direct_cost
    from {{ ref('int_direct_costs') }}
    where
        month > {{ add_months(last_published_month(), -12) }}
        and month <= {{ last_published_month() }}
    group by account_id, coalesce(product, '')
),

served as (
    select
        account_id,
        '' as product,
        sum(support_cost) as support_cost,
        sum(meeting_cost) as meeting_cost
    from {{ ref('int_service_costs') }}
    where
        month > {{ add_months(last_published_month(), -12) }}
        and month <= {{ last_published_month() }}
    group by account_id
),

parts as (
    select
        account_id,
        product,
        revenue,
        0 as direct_cost,
        0 as support_cost,
        0 as meeting_cost
    from revenue
    union all
    select
        account_id,
        product,
        0 as revenue,
        direct_cost,
        0 as support_cost,
        0 as meeting_cost
    from costs
    union all
    select
        account_id,
        product,
        0 as revenue,
        0 as direct_cost,
        support_cost,
        meeting_cost
    from served
),

summed as (
    select
        coalesce(account_id, 'UNALLOCATED') as account_id,
        product,
        sum(revenue) as revenue,
        sum(direct_cost) as direct_cost,
        sum(support_cost) as support_cost,
        sum(meeting_cost) as meeting_cost
    from parts
    group by coalesce(account_id, 'UNALLOCATED'), product
)

select
    cast(account_id as string) as account_id,
    cast(product as string) as product,
    cast(revenue as decimal(18, 2)) as revenue,
    cast(direct_cost as decimal(18, 2)) as direct_cost,
    cast(support_cost as decimal(18, 2)) as support_cost,
    cast(meeting_cost as decimal(18, 2)) as meeting_cost,
    cast(
        cast(revenue as decimal(18, 2)) - cast(direct_cost as decimal(18, 2))
        - cast(support_cost as decimal(18, 2)) - cast(meeting_cost as decimal(18, 2)) as decimal(18, 2)
    ) as contribution
from summed
