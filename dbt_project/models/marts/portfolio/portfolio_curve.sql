select
    cast(customer_id as string) as customer_id,
    cast(row_number() over (order by revenue_ttm desc, customer_id asc) as bigint) as largest_first,
    {{ safe_divide(
        'row_number() over (order by revenue_ttm desc, customer_id asc)',
        'count(*) over (partition by 1)'
    ) }} as share_of_customers,
    cast(revenue_ttm as decimal(18, 2)) as revenue_ttm,
    cum_share
from {{ ref('int_customer_classes') }}
where revenue_ttm > 0
