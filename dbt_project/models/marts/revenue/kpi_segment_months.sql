with

-- A customer counts in the segment in which the month found it; one that opened with nothing, in that of its end.
movements as (
    select
        movements.*,
        coalesce(
            case when movements.opening > 0 then before.segment end,
            now.segment,
            'none'
        ) as segment
    from {{ ref('int_mrr_movements') }} as movements
    left join {{ ref('int_customer_segment_months') }} as now
        on
            movements.customer_id = now.customer_id
            and movements.month = now.month
    left join {{ ref('int_customer_segment_months') }} as before
        on
            movements.customer_id = before.customer_id
            and {{ add_months('movements.month', -1) }} = before.month
    where movements.level = 'customer'
),

totals as (
    {{ kpi_totals('movements', by=['segment', 'month']) }}
)

select
    cast(segment as string) as segment,
    {{ kpi_columns() }},
    cast(month as date) as month
from totals
