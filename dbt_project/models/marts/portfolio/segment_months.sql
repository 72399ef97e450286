with

recurring as (
    select
        month,
        customer_id,
        sum(mrr) as mrr
    from {{ ref('mrr_months') }}
    group by month, customer_id
),

earned as (
    select
        customers.month,
        customers.customer_id,
        sum(revenue.revenue) as revenue
    from {{ ref('int_revenue_product_months') }} as revenue
    inner join {{ ref('int_customer_months') }} as customers
        on
            revenue.month = customers.month
            and revenue.account_id = customers.account_id
    group by customers.month, customers.customer_id
),

-- A customer stands here from its first month with revenue or MRR on, and goes on standing when it has neither.
followed as (
    select
        segments.*,
        recurring.mrr,
        earned.revenue,
        max(case when earned.revenue <> 0 or recurring.mrr <> 0 then 1 else 0 end) over (
            partition by segments.customer_id
            order by segments.month asc
            rows between unbounded preceding and current row
        ) as is_followed
    from {{ ref('int_customer_segment_months') }} as segments
    left join recurring
        on
            segments.month = recurring.month
            and segments.customer_id = recurring.customer_id
    left join earned
        on
            segments.month = earned.month
            and segments.customer_id = earned.customer_id
)

select
    cast(customer_id as string) as customer_id,
    cast(abc_class as string) as abc_class,
    cast(segment as string) as segment,
    cast(revenue_ttm as decimal(18, 2)) as revenue_ttm,
    cast(coalesce(revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(mrr, 0) as decimal(18, 2)) as mrr,
    cast(month as date) as month
from followed
where is_followed = 1
