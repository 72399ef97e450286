with

limits as (
    select
        tickets.*,
        coalesce(lower(trim(tickets.priority)), 'none') as priority_shown,
        case when levels.priority is not null then levels.first_response_hours else other.first_response_hours end
            as response_limit,
        case when levels.priority is not null then levels.solution_hours else other.solution_hours end
            as solution_limit,
        settings.timezone
    from {{ ref('int_tickets') }} as tickets
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('service_levels') }} as levels
        on
            lower(trim(tickets.priority)) = levels.priority
            and levels.priority <> 'any'
    left join {{ ref('service_levels') }} as other
        on other.priority = 'any'
),

measured as (
    select
        *,
        -- What happened before the request was made did not happen so: no time is drawn from it.
        coalesce(first_response_at < created_at, false) or coalesce(solved_at < created_at, false) as is_implausible,
        {{ hours_between('created_at', 'first_response_at') }} as hours_to_response,
        {{ hours_between('created_at', 'solved_at') }} as hours_to_solution,
        {{ local_date(add_hours('created_at', 'response_limit'), 'timezone') }} as response_due_on,
        {{ local_date(add_hours('created_at', 'solution_limit'), 'timezone') }} as solution_due_on
    from limits
)

select
    ticket_id,
    account_id,
    priority_shown as priority,
    category,
    is_complaint,
    is_implausible,
    first_response_at is not null as is_answered,
    solved_on is not null as is_solved,
    case when not is_implausible then hours_to_response end as first_response_hours,
    case when not is_implausible then hours_to_solution end as solution_hours,
    case
        when is_implausible then cast(null as boolean)
        when first_response_at is not null then hours_to_response <= response_limit
        -- Of a request that was solved without a recorded answer nobody can say when it was answered.
        when solved_on is not null then cast(null as boolean)
        when response_due_on <= {{ as_of() }} then false
    end as is_response_in_time,
    case
        when is_implausible then cast(null as boolean)
        when solved_on is not null then hours_to_solution <= solution_limit
        when solution_due_on <= {{ as_of() }} then false
    end as is_solution_in_time,
    created_on,
    solved_on
from measured
