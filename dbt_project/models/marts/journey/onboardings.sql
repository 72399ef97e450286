with

lives as (
    select
        lives.*,
        {{ add_months('lives.started_on', 'settings.onboarding_months') }} as start_until
    from {{ ref('int_customer_lives') }} as lives
    cross join {{ ref('int_journey_settings') }} as settings
    where lives.is_start_seen
),

steps as (
    select
        account_id,
        life_number,
        count(status) as steps,
        sum(case when status in ('done', 'late') then 1 else 0 end) as steps_done,
        sum(case when status = 'overdue' then 1 else 0 end) as steps_overdue,
        sum(case when status = 'ended' then 1 else 0 end) as steps_ended,
        max(due_on) as last_due_on,
        max(case when status in ('done', 'late') then done_on end) as last_done_on,
        min(case when evidence = 'first_use' then done_on end) as first_use_on
    from {{ ref('int_onboarding_steps') }}
    group by account_id, life_number
),

-- Whether or not the plan has a step for it.
valued as (
    select
        lives.account_id,
        lives.life_number,
        min(found.happened_on) as first_value_on
    from lives
    inner join {{ ref('int_first_values') }} as found
        on
            lives.account_id = found.account_id
            and found.happened_on >= lives.signed_on
            and found.happened_on < lives.valid_until
    group by lives.account_id, lives.life_number
),

trained as (
    select
        lives.account_id,
        lives.life_number,
        count(*) as trainings
    from lives
    inner join {{ ref('int_activities') }} as activities
        on
            lives.account_id = activities.account_id
            and activities.activity_date >= lives.signed_on
            and activities.activity_date < lives.start_until
    where
        activities.is_contact
        and activities.activity_type = 'training'
    group by lives.account_id, lives.life_number
)

select
    cast(lives.account_id as string) as account_id,
    cast(coalesce(segments.segment, 'none') as string) as segment,
    cast(case
        when steps.steps_done = steps.steps then 'completed'
        when not lives.is_current then 'ended'
        when lives.start_until <= {{ as_of() }} and steps.last_due_on < {{ as_of() }} then 'incomplete'
        when steps.steps_overdue > 0 then 'overdue'
        else 'running'
    end as string) as status,
    cast(lives.life_number as int) as onboarding_number,
    cast(coalesce(steps.steps, 0) as int) as steps,
    cast(coalesce(steps.steps_done, 0) as int) as steps_done,
    cast(coalesce(steps.steps_overdue, 0) as int) as steps_overdue,
    {{ safe_divide('steps.steps_done', 'steps.steps') }} as completeness,
    cast({{ days_between('lives.started_on', 'steps.first_use_on') }} as int) as days_to_first_use,
    cast({{ days_between('lives.started_on', 'valued.first_value_on') }} as int) as days_to_first_value,
    cast(coalesce(trained.trainings, 0) as int) as trainings,
    lives.is_return,
    cast(lives.started_on as date) as started_on,
    cast(steps.last_due_on as date) as last_due_on,
    cast(steps.first_use_on as date) as first_use_on,
    cast(valued.first_value_on as date) as first_value_on,
    cast(case when steps.steps_done = steps.steps then steps.last_done_on end as date) as completed_on
from lives
left join steps
    on
        lives.account_id = steps.account_id
        and lives.life_number = steps.life_number
left join valued
    on
        lives.account_id = valued.account_id
        and lives.life_number = valued.life_number
left join trained
    on
        lives.account_id = trained.account_id
        and lives.life_number = trained.life_number
left join {{ ref('int_account_segment_spans') }} as segments
    on
        lives.account_id = segments.account_id
        and lives.started_on >= segments.valid_from
        and lives.started_on < segments.valid_until
