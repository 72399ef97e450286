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
)

{{ classed_customer_months('trailing_revenue') }}
