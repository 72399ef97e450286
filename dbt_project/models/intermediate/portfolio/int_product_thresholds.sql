with

named as (
    select
        product,
        cast(max(case when name = 'abc_a' then value end) as {{ type_double() }}) as abc_a,
        cast(max(case when name = 'abc_b' then value end) as {{ type_double() }}) as abc_b
    from {{ ref('segment_thresholds') }}
    where product is not null
    group by product
),

every_product as (
    select distinct coalesce(product, '') as product
    from {{ ref('int_revenue_product_months') }}
    union
    select distinct product
    from {{ ref('int_account_potentials') }}
    where product <> ''
)

-- The product's own thresholds go before those of its line, and these before those that hold for all.
select
    every_product.product,
    products.product_line,
    products.sales_motion,
    coalesce(own.abc_a, of_line.abc_a, thresholds.abc_a) as abc_a,
    coalesce(own.abc_b, of_line.abc_b, thresholds.abc_b) as abc_b
from every_product
left join {{ ref('int_products') }} as products
    on every_product.product = products.product
left join named as own
    on every_product.product = own.product
left join named as of_line
    on products.product_line = of_line.product
cross join {{ ref('int_segment_thresholds') }} as thresholds
