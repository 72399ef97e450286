with

movements as (
    select * from {{ ref('int_mrr_movements') }}
    where level = 'product'
),

totals as (
    {{ kpi_totals('movements', by=['product', 'month']) }}
)

select
    cast(product as string) as product,
    {{ kpi_columns() }},
    cast(month as date) as month
from totals
