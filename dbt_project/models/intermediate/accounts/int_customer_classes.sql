with

trailing_revenue as (
    select
        hierarchy.customer_id,
        cast(sum(case
            when revenue.month > {{ add_months(last_published_month(), -12) }} then revenue.revenue else 0
        end) as {{ type_sum() }}) as revenue_ttm
    from {{ ref('int_account_hierarchy') }} as hierarchy
    left join {{ ref('int_revenue_product_months') }} as revenue
        on hierarchy.account_id = revenue.account_id
    group by hierarchy.customer_id
),

shares as (
    select
        customer_id,
        revenue_ttm,
        sum(revenue_ttm) over (
            order by revenue_ttm desc, customer_id asc
            rows between unbounded preceding and current row
        ) as revenue_so_far,
        sum(revenue_ttm) over () as revenue_of_all
    from trailing_revenue
    where revenue_ttm > 0
)

select
    trailing_revenue.customer_id,
    trailing_revenue.revenue_ttm,
    {{ safe_divide('shares.revenue_so_far', 'shares.revenue_of_all') }} as cum_share,
    {{ abc_class('shares', 'thresholds') }} as abc_class
from trailing_revenue
left join shares
    on trailing_revenue.customer_id = shares.customer_id
cross join {{ ref('int_segment_thresholds') }} as thresholds
