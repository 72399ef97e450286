with

classed as (
    select
        every_row.customer_id,
        every_row.product,
        thresholds.product_line,
        every_row.revenue_ttm,
        every_row.potential_annual,
        {{ safe_divide('shares.revenue_so_far', 'shares.revenue_of_all') }} as cum_share,
        {{ abc_class('shares', 'thresholds') }} as abc_class
    from {{ ref('int_customer_product_revenue') }} as every_row
    left join (
        select * from {{ ref('int_customer_product_revenue') }}
        where revenue_ttm > 0
    ) as shares
        on
            every_row.customer_id = shares.customer_id
            and every_row.product = shares.product
    inner join {{ ref('int_product_thresholds') }} as thresholds
        on every_row.product = thresholds.product
)

-- A comes first in the alphabet and none comes last, so that the lowest text is the highest class.
select
    cast(customer_id as string) as customer_id,
    cast(product as string) as product,
    cast(product_line as string) as product_line,
    cast(revenue_ttm as decimal(18, 2)) as revenue_ttm,
    cum_share,
    cast(abc_class as string) as abc_class,
    cast(min(abc_class) over (partition by customer_id) as string) as highest_class,
    cast(potential_annual as decimal(18, 2)) as potential_annual,
    {{ safe_divide('revenue_ttm', 'potential_annual') }} as share_of_wallet
from classed
