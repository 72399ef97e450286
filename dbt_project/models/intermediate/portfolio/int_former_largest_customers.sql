-- A customer that has since been taken over is followed to the one that it belongs to now.
select
    present.month,
    present.customer_id,
    max(segments.revenue_ttm) as revenue_ttm,
    max(case when largest.customer_id is not null then 1 else 0 end) = 1 as is_among_largest
from {{ ref('int_largest_customers') }} as formers
cross join {{ ref('int_segment_thresholds') }} as thresholds
inner join {{ ref('int_customer_months') }} as present
    on
        formers.customer_id = present.account_id
        and {{ add_months('formers.month', '12 * thresholds.stability_years') }} = present.month
inner join {{ ref('int_customer_segment_months') }} as segments
    on
        present.month = segments.month
        and present.customer_id = segments.customer_id
left join {{ ref('int_largest_customers') }} as largest
    on
        present.month = largest.month
        and present.customer_id = largest.customer_id
group by present.month, present.customer_id
