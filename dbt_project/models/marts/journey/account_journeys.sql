with

stages as (
    select
        account_id,
        stage,
        is_return,
        stage_before,
        valid_from
    from {{ ref('int_lifecycle_spans') }}
    where
        valid_from <= {{ as_of() }}
        and valid_until > {{ as_of() }}
),

hand_overs as (
    select
        account_id,
        sum(case when status = 'open' then 1 else 0 end) as open_hand_overs,
        sum(case when status = 'late' and taken_up_on is null then 1 else 0 end) as late_hand_overs
    from {{ ref('hand_overs') }}
    group by account_id
),

onboardings as (
    select
        *,
        row_number() over (partition by account_id order by onboarding_number desc) as newest_first
    from {{ ref('onboardings') }}
)

select
    cast(accounts.account_id as string) as account_id,
    cast(coalesce(stages.stage, 'prospect') as string) as lifecycle_stage,
    cast(stages.stage_before as string) as previous_stage,
    cast(case when stages.is_return then named.wider_stage_on_return else named.wider_stage end as string)
        as wider_stage,
    cast(touched.channels as string) as channels,
    cast(touched.last_touchpoint as string) as last_touchpoint,
    cast(onboardings.status as string) as onboarding_status,
    cast(coalesce(touched.touchpoints, 0) as bigint) as recent_touchpoints,
    cast(coalesce(touched.channels_used, 0) as bigint) as channels_used,
    cast(coalesce(touched.functions_met, 0) as bigint) as functions_met,
    cast(coalesce(hand_overs.open_hand_overs, 0) as bigint) as open_hand_overs,
    cast(coalesce(hand_overs.late_hand_overs, 0) as bigint) as late_hand_overs,
    cast(onboardings.steps_overdue as int) as onboarding_steps_overdue,
    cast(onboardings.days_to_first_value as int) as days_to_first_value,
    onboardings.completeness as onboarding_completeness,
    case when touched.touchpoints > 0 then touched.channels_used > 1 end as is_multi_channel,
    cast(stages.valid_from as date) as stage_since,
    cast(touched.last_touchpoint_on as date) as last_touchpoint_on
from {{ ref('int_accounts') }} as accounts
left join stages
    on accounts.account_id = stages.account_id
left join {{ ref('lifecycle_stages') }} as named
    on coalesce(stages.stage, 'prospect') = named.stage
left join {{ ref('int_account_touchpoints') }} as touched
    on accounts.account_id = touched.account_id
left join hand_overs
    on accounts.account_id = hand_overs.account_id
left join onboardings
    on
        accounts.account_id = onboardings.account_id
        and onboardings.newest_first = 1
