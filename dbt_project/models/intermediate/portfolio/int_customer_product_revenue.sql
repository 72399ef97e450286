with

earned as (
    select
        hierarchy.customer_id,
        coalesce(revenue.product, '') as product,
        revenue.revenue,
        cast(null as {{ type_amount() }}) as potential_annual
    from {{ ref('int_revenue_product_months') }} as revenue
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on revenue.account_id = hierarchy.account_id
    where
        revenue.month > {{ add_months(last_published_month(), -12) }}
        and revenue.month <= {{ last_published_month() }}
    union all
    select
        hierarchy.customer_id,
        potentials.product,
        0 as revenue,
        potentials.potential_annual
    from {{ ref('int_account_potentials') }} as potentials
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on potentials.account_id = hierarchy.account_id
    where
        potentials.product <> ''
        and potentials.estimated_until is null
),

summed as (
    select
        customer_id,
        product,
        cast(sum(revenue) as {{ type_sum() }}) as revenue_ttm,
        cast(sum(potential_annual) as {{ type_money() }}) as potential_annual
    from earned
    group by customer_id, product
)

select
    customer_id,
    product,
    revenue_ttm,
    potential_annual,
    sum(case when revenue_ttm > 0 then revenue_ttm else 0 end) over (
        partition by product
        order by revenue_ttm desc, customer_id asc
        rows between unbounded preceding and current row
    ) as revenue_so_far,
    sum(case when revenue_ttm > 0 then revenue_ttm else 0 end) over (partition by product) as revenue_of_all
from summed
