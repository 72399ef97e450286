with

ranked as (
    select
        month,
        customer_id,
        revenue_ttm,
        row_number() over (partition by month order by revenue_ttm desc, customer_id asc) as largest_first
    from {{ ref('int_customer_segment_months') }}
    where revenue_ttm > 0
)

select
    ranked.month,
    ranked.customer_id,
    ranked.revenue_ttm,
    ranked.largest_first
from ranked
inner join {{ ref('int_segment_thresholds') }} as thresholds
    on ranked.largest_first <= thresholds.pareto_top_n
