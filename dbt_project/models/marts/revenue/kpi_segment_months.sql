with

-- A customer counts in the segment in which the month found it; one that opened with nothing, in that of its end.
movements as (
    select
        movements.*,
        coalesce(
            case when movements.opening > 0 then at_start.segment end,
            at_end.segment,
            'none'
        ) as segment
    from {{ ref('int_mrr_movements') }} as movements
    left join {{ ref('int_customer_segment_months') }} as at_end
        on
            movements.customer_id = at_end.customer_id
            and movements.month = at_end.month
    left join {{ ref('int_customer_segment_months') }} as at_start
        on
            movements.customer_id = at_start.customer_id
            and {{ add_months('movements.month', -1) }} = at_start.month
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
