with

grouped as (
    select
        {{ month_of('created_on') }} as month,
        priority as priority_shown,
        *
    from {{ ref('int_ticket_times') }}
    union all
    select
        {{ month_of('created_on') }} as month,
        'ALL' as priority_shown,
        *
    from {{ ref('int_ticket_times') }}
),

counted as (
    select
        month,
        priority_shown as priority,
        count(*) as tickets,
        sum(case when is_answered then 1 else 0 end) as answered,
        sum(case when is_solved then 1 else 0 end) as solved,
        sum(case when is_implausible then 1 else 0 end) as implausible_times,
        {{ percentile('first_response_hours', 0.5) }} as first_response_hours_median,
        {{ percentile('first_response_hours', 0.9) }} as first_response_hours_p90,
        {{ percentile('solution_hours', 0.5) }} as solution_hours_median,
        {{ percentile('solution_hours', 0.9) }} as solution_hours_p90,
        {{ safe_divide('sum(case when is_response_in_time then 1 else 0 end)', 'count(is_response_in_time)') }}
            as response_sla_met_share,
        {{ safe_divide('sum(case when is_solution_in_time then 1 else 0 end)', 'count(is_solution_in_time)') }}
            as solution_sla_met_share
    from grouped
    where month <= {{ last_published_month() }}
    group by month, priority_shown
),

months as (
    select
        month,
        priority
    from counted
    union
    select
        month,
        priority
    from {{ ref('int_open_ticket_months') }}
)

select
    cast(months.priority as string) as priority,
    cast(coalesce(counted.tickets, 0) as bigint) as tickets,
    cast(coalesce(counted.answered, 0) as bigint) as answered,
    cast(coalesce(counted.solved, 0) as bigint) as solved,
    cast(coalesce(counted.implausible_times, 0) as bigint) as implausible_times,
    cast(coalesce(open_tickets.open_at_month_end, 0) as bigint) as open_at_month_end,
    counted.first_response_hours_median,
    counted.first_response_hours_p90,
    counted.solution_hours_median,
    counted.solution_hours_p90,
    counted.response_sla_met_share,
    counted.solution_sla_met_share,
    cast(months.month as date) as month
from months
left join counted
    on
        months.month = counted.month
        and months.priority = counted.priority
left join {{ ref('int_open_ticket_months') }} as open_tickets
    on
        months.month = open_tickets.month
        and months.priority = open_tickets.priority
