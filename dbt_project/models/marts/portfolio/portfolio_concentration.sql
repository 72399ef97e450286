{# The names of the columns say what the two shares of Pareto's rule are: 20 % of the customers, 80 % of the revenue. #}
with

ranked as (
    select
        month,
        customer_id,
        revenue_ttm,
        row_number() over (partition by month order by revenue_ttm desc, customer_id asc) as largest_first,
        count(*) over (partition by month) as customers,
        sum(revenue_ttm) over (partition by month) as revenue_of_all,
        sum(revenue_ttm) over (
            partition by month
            order by revenue_ttm desc, customer_id asc
            rows between unbounded preceding and current row
        ) as revenue_so_far
    from {{ ref('int_customer_segment_months') }}
    where revenue_ttm > 0
),

counted as (
    select
        ranked.month,
        thresholds.top_n,
        max(ranked.customers) as customers,
        max(ranked.revenue_of_all) as revenue_of_all,
        cast(ceil(0.2 * max(ranked.customers)) as bigint) as top20pct_customers,
        sum(case when ranked.largest_first <= ceil(0.2 * ranked.customers) then ranked.revenue_ttm end) as top20pct,
        min(case
            when round({{ safe_divide('ranked.revenue_so_far', 'ranked.revenue_of_all') }}, 9) >= 0.8
                then ranked.largest_first
        end) as customers_for_80pct,
        sum(case when ranked.largest_first <= thresholds.top_n then ranked.revenue_ttm end) as top_n_revenue,
        sum(case when ranked.largest_first <= 1 then ranked.revenue_ttm end) as top_1_revenue,
        sum(case when ranked.largest_first <= 5 then ranked.revenue_ttm end) as top_5_revenue,
        sum(case when ranked.largest_first <= 10 then ranked.revenue_ttm end) as top_10_revenue,
        {{ sum_of_ratios(
            safe_divide('ranked.revenue_ttm', 'ranked.revenue_of_all')
            ~ ' * ' ~ safe_divide('ranked.revenue_ttm', 'ranked.revenue_of_all')
        ) }} as hhi
    from ranked
    cross join {{ ref('int_segment_thresholds') }} as thresholds
    group by ranked.month, thresholds.top_n
)

select
    cast(coalesce(counted.customers, 0) as bigint) as customers,
    cast(coalesce(counted.revenue_of_all, 0) as decimal(18, 2)) as revenue_ttm,
    cast(coalesce(counted.top20pct_customers, 0) as bigint) as top20pct_customers,
    {{ safe_divide('counted.top20pct', 'counted.revenue_of_all') }} as share_top20pct,
    cast(counted.customers_for_80pct as bigint) as customers_for_80pct,
    {{ safe_divide('counted.customers_for_80pct', 'counted.customers') }} as share_customers_for_80pct,
    cast(thresholds.top_n as int) as top_n,
    {{ safe_divide('counted.top_n_revenue', 'counted.revenue_of_all') }} as share_top_n,
    {{ safe_divide('counted.top_1_revenue', 'counted.revenue_of_all') }} as share_top_1,
    {{ safe_divide('counted.top_5_revenue', 'counted.revenue_of_all') }} as share_top_5,
    {{ safe_divide('counted.top_10_revenue', 'counted.revenue_of_all') }} as share_top_10,
    counted.hhi,
    cast(months.month as date) as month
from {{ ref('int_published_months') }} as months
cross join {{ ref('int_segment_thresholds') }} as thresholds
left join counted
    on months.month = counted.month
