with

tickets as (
    select
        tickets.account_id,
        tickets.ticket_id,
        lower(tickets.category) as category,
        tickets.is_complaint,
        tickets.satisfaction_score,
        tickets.created_on,
        tickets.solved_on,
        {{ add_days('tickets.created_on', 'settings.solution_days + 1') }} as late_on,
        settings.low_ticket_score
    from {{ ref('int_tickets') }} as tickets
    cross join {{ ref('int_journey_settings') }} as settings
)

select
    account_id,
    'complaint' as failure,
    category,
    'ticket ' || ticket_id as source_id,
    created_on as failed_on
from tickets
where is_complaint
union all
select
    account_id,
    'late_solution' as failure,
    category,
    'ticket ' || ticket_id as source_id,
    late_on as failed_on
from tickets
where
    late_on <= {{ as_of() }}
    and coalesce(solved_on >= late_on, true)
union all
-- The score is known from the solution on, the earliest day on which it can have been given.
select
    account_id,
    'low_score' as failure,
    category,
    'ticket ' || ticket_id as source_id,
    solved_on as failed_on
from tickets
where satisfaction_score <= low_ticket_score and solved_on is not null
union all
select
    account_id,
    'late_payment' as failure,
    cast(null as string) as category,
    'invoice ' || source_id as source_id,
    event_date as failed_on
from {{ ref('int_digital_touchpoints') }}
where event = 'invoice_overdue'
union all
select
    account_id,
    'care_missed' as failure,
    nullif(activity_type, 'any') as category,
    'care ' || account_id || ' ' || level || ' ' || activity_type as source_id,
    judged_on as failed_on
from {{ ref('int_care_judgements') }}
where
    is_today
    and status = 'missed'
union all
select
    account_id,
    'hand_over_late' as failure,
    cast(null as string) as category,
    'hand_over ' || hand_over_id as source_id,
    late_on as failed_on
from {{ ref('int_hand_over_delays') }}
where status = 'late'
