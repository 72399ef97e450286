with

-- Events of one touchpoint that follow each other without another one between are one step.
felt as (
    select
        touchpoints.account_id,
        touchpoints.touchpoint,
        touchpoints.function,
        touchpoints.event_id,
        touchpoints.occurred_on,
        lag(touchpoints.touchpoint) over (
            partition by touchpoints.account_id order by touchpoints.occurred_on asc, touchpoints.event_id asc
        ) as touchpoint_before
    from {{ ref('touchpoints') }} as touchpoints
    inner join {{ ref('int_customer_lives') }} as lives
        on touchpoints.account_id = lives.account_id
    where
        touchpoints.is_visible
        and lives.life_number = 1
        and lives.is_start_seen
),

steps as (
    select
        account_id,
        touchpoint,
        coalesce(function, 'unknown') as function,
        occurred_on,
        row_number() over (partition by account_id order by occurred_on asc, event_id asc) as step_number
    from felt
    where coalesce(touchpoint_before <> touchpoint, true)
)

select
    steps.account_id,
    steps.touchpoint,
    steps.function,
    steps.occurred_on,
    cast(steps.step_number as int) as step_number
from steps
cross join {{ ref('int_journey_settings') }} as settings
where steps.step_number <= settings.path_length
