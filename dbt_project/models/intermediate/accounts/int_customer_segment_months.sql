with

earned as (
    select
        month,
        account_id,
        sum(revenue) as revenue
    from {{ ref('int_revenue_product_months') }}
    group by month, account_id
),

-- Revenue of the twelve months up to each month, months without any included.
rolling as (
    select
        customers.month,
        customers.customer_id,
        customers.account_id,
        sum(coalesce(earned.revenue, 0)) over (
            partition by customers.account_id
            order by customers.month asc
            rows between 11 preceding and current row
        ) as revenue_ttm
    from {{ ref('int_customer_months') }} as customers
    left join earned
        on
            customers.account_id = earned.account_id
            and customers.month = earned.month
),

trailing_revenue as (
    select
        month,
        customer_id,
        cast(sum(revenue_ttm) as {{ type_sum() }}) as revenue_ttm
    from rolling
    group by month, customer_id
),

shares as (
    select
        month,
        customer_id,
        revenue_ttm,
        sum(revenue_ttm) over (
            partition by month
            order by revenue_ttm desc, customer_id asc
            rows between unbounded preceding and current row
        ) as revenue_so_far,
        sum(revenue_ttm) over (partition by month) as revenue_of_all
    from trailing_revenue
    where revenue_ttm > 0
)

select
    trailing_revenue.month,
    trailing_revenue.customer_id,
    trailing_revenue.revenue_ttm,
    {{ safe_divide('shares.revenue_so_far', 'shares.revenue_of_all') }} as cum_share,
    {{ abc_class('shares', 'thresholds') }} as abc_class,
    coalesce(versions.segment_set, {{ abc_class('shares', 'thresholds') }}) as segment
from trailing_revenue
left join shares
    on
        trailing_revenue.month = shares.month
        and trailing_revenue.customer_id = shares.customer_id
left join {{ ref('int_account_versions') }} as versions
    on
        trailing_revenue.customer_id = versions.account_id
        and (versions.known_from <= {{ month_end('trailing_revenue.month') }} or versions.known_from is null)
        and (versions.known_until > {{ month_end('trailing_revenue.month') }} or versions.known_until is null)
cross join {{ ref('int_segment_thresholds') }} as thresholds
