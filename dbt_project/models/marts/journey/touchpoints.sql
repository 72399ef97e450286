with

-- Before its first day as a customer an account is a prospect.
staged as (
    select
        events.*,
        coalesce(spans.stage, 'prospect') as lifecycle_stage
    from {{ ref('int_touchpoint_events') }} as events
    left join {{ ref('int_lifecycle_spans') }} as spans
        on
            events.account_id = spans.account_id
            and events.event_date >= spans.valid_from
            and events.event_date < spans.valid_until
)

select
    cast(staged.source || ' ' || staged.event || ' ' || staged.source_id as string) as event_id,
    cast(staged.account_id as string) as account_id,
    cast(staged.touchpoint as string) as touchpoint,
    cast(coalesce(staged.channel, types.channel) as string) as channel,
    cast(coalesce(channels.kind, types.kind) as string) as kind,
    cast(coalesce(types.phase, stages.phase) as string) as phase,
    cast(types.function as string) as function,
    cast(staged.lifecycle_stage as string) as lifecycle_stage,
    cast(staged.source as string) as source,
    cast(staged.event as string) as event,
    coalesce(types.is_visible, true) as is_visible,
    cast(staged.event_date as date) as occurred_on
from staged
left join {{ ref('touchpoint_types') }} as types
    on staged.touchpoint = types.touchpoint
left join {{ ref('channels') }} as channels
    on coalesce(staged.channel, types.channel) = channels.channel
left join {{ ref('lifecycle_stages') }} as stages
    on staged.lifecycle_stage = stages.stage
