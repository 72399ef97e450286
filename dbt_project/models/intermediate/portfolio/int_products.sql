with

sources as (
    {{ union_sources('products') }}
)

select
    product,
    product_line,
    sales_motion,
    offered_from,
    offered_until
from sources
where not is_deleted
