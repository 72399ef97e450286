-- The revenue of a customer's products is that of the customer, to the cents that rounding by product leaves.
select
    segments.customer_id,
    segments.revenue_ttm,
    sum(products.revenue_ttm) as revenue_of_products
from {{ ref('account_segments') }} as segments
left join {{ ref('account_product_segments') }} as products
    on segments.customer_id = products.customer_id
group by segments.customer_id, segments.revenue_ttm
having abs(segments.revenue_ttm - coalesce(sum(products.revenue_ttm), 0)) > 0.005 * (count(*) + 1)
