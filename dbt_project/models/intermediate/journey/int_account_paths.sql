with

paths as (
    select
        steps.account_id,
        replace({{ joined_texts('steps.touchpoint', 'steps.step_number') }}, ';', ' > ') as path,
        replace({{ joined_texts('steps.function', 'steps.step_number') }}, ';', ' > ') as functions
    from {{ ref('int_journey_steps') }} as steps
    cross join {{ ref('int_journey_settings') }} as settings
    group by steps.account_id, settings.path_length
    -- A path that is still being walked belongs to none yet.
    having max(steps.step_number) = settings.path_length
),

asked as (
    select
        lives.account_id,
        lives.started_on,
        {{ add_months('lives.started_on', 'settings.journey_months') }} as asked_on
    from {{ ref('int_customer_lives') }} as lives
    cross join {{ ref('int_journey_settings') }} as settings
    where
        lives.life_number = 1
        and lives.is_start_seen
)

select
    paths.account_id,
    paths.path,
    paths.functions,
    coalesce(segments.segment, 'none') as segment,
    case when asked.asked_on <= {{ as_of() }} then lives.account_id is not null end as is_still_customer
from paths
inner join asked
    on paths.account_id = asked.account_id
left join {{ ref('int_account_segment_spans') }} as segments
    on
        asked.account_id = segments.account_id
        and asked.started_on >= segments.valid_from
        and asked.started_on < segments.valid_until
left join {{ ref('int_customer_lives') }} as lives
    on
        asked.account_id = lives.account_id
        and asked.asked_on >= lives.valid_from
        and asked.asked_on < lives.valid_until
