with

tickets as (
    select
        *,
        created_on > {{ add_months(as_of(), -12) }} as is_recent
    from {{ ref('int_ticket_times') }}
),

recent as (
    select
        account_id,
        count(*) as tickets_12_months,
        sum(case when is_complaint then 1 else 0 end) as complaints_12_months,
        sum(case when is_implausible then 1 else 0 end) as implausible_times,
        {{ percentile('first_response_hours', 0.5) }} as first_response_hours_median,
        {{ percentile('solution_hours', 0.5) }} as solution_hours_median,
        {{ safe_divide('sum(case when is_response_in_time then 1 else 0 end)', 'count(is_response_in_time)') }}
            as response_sla_met_share,
        {{ safe_divide('sum(case when is_solution_in_time then 1 else 0 end)', 'count(is_solution_in_time)') }}
            as solution_sla_met_share
    from tickets
    where is_recent
    group by account_id
),

waiting as (
    select
        account_id,
        sum(case when is_solved then 0 else 1 end) as open_tickets,
        sum(case when not is_solved and not is_solution_in_time then 1 else 0 end) as open_past_limit,
        max(created_on) as last_ticket_date
    from tickets
    group by account_id
)

select
    cast(waiting.account_id as string) as account_id,
    cast(coalesce(recent.tickets_12_months, 0) as bigint) as tickets_12_months,
    cast(coalesce(recent.complaints_12_months, 0) as bigint) as complaints_12_months,
    cast(coalesce(recent.implausible_times, 0) as bigint) as implausible_times,
    cast(waiting.open_tickets as bigint) as open_tickets,
    cast(waiting.open_past_limit as bigint) as open_past_limit,
    recent.first_response_hours_median,
    recent.solution_hours_median,
    recent.response_sla_met_share,
    recent.solution_sla_met_share,
    cast(waiting.last_ticket_date as date) as last_ticket_date
from waiting
left join recent
    on waiting.account_id = recent.account_id
