with

parts as (
    select
        account_id,
        revenue,
        0 as direct_cost,
        0 as cost_to_serve
    from {{ ref('int_revenue_product_months') }}
    where month <= {{ last_published_month() }}
    union all
    select
        account_id,
        0 as revenue,
        direct_cost,
        0 as cost_to_serve
    from {{ ref('int_direct_costs') }}
    where month <= {{ last_published_month() }}
    union all
    select
        account_id,
        0 as revenue,
        0 as direct_cost,
        support_cost + meeting_cost as cost_to_serve
    from {{ ref('int_service_costs') }}
    where month <= {{ last_published_month() }}
)

select
    hierarchy.customer_id,
    cast(sum(parts.revenue) as {{ type_money() }}) as revenue,
    cast(sum(parts.direct_cost) as {{ type_money() }}) as direct_cost,
    cast(sum(parts.cost_to_serve) as {{ type_money() }}) as cost_to_serve,
    cast(sum(parts.revenue) as {{ type_money() }})
    - cast(sum(parts.direct_cost) as {{ type_money() }})
    - cast(sum(parts.cost_to_serve) as {{ type_money() }}) as contribution
from parts
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on parts.account_id = hierarchy.account_id
group by hierarchy.customer_id
