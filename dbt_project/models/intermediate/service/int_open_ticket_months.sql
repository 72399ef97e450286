with

open_tickets as (
    select
        months.month,
        tickets.priority
    from {{ ref('int_ticket_times') }} as tickets
    inner join {{ ref('int_reporting_months') }} as months
        on
            tickets.created_on <= months.month_end
            and coalesce(tickets.solved_on > months.month_end, true)
),

grouped as (
    select
        month,
        priority
    from open_tickets
    union all
    select
        month,
        'ALL' as priority
    from open_tickets
)

select
    month,
    priority,
    count(*) as open_at_month_end
from grouped
group by month, priority
