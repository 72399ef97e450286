with

felt as (
    select
        touchpoints.account_id,
        touchpoints.touchpoint,
        touchpoints.channel,
        touchpoints.function,
        touchpoints.occurred_on,
        touchpoints.occurred_on > {{ add_months(as_of(), '-1 * settings.journey_months') }} as is_recent,
        row_number() over (
            partition by touchpoints.account_id
            order by touchpoints.occurred_on desc, touchpoints.event_id desc
        ) as newest_first
    from {{ ref('touchpoints') }} as touchpoints
    cross join {{ ref('int_journey_settings') }} as settings
    where touchpoints.is_visible
),

channels as (
    select
        account_id,
        {{ joined_texts('channel', 'channel') }} as channels
    from (
        select distinct
            account_id,
            channel
        from felt
        where is_recent
    ) as used
    group by account_id
)

select
    felt.account_id,
    channels.channels,
    sum(case when felt.is_recent then 1 else 0 end) as touchpoints,
    count(distinct case when felt.is_recent then felt.channel end) as channels_used,
    count(distinct case when felt.is_recent then felt.function end) as functions_met,
    max(case when felt.newest_first = 1 then felt.touchpoint end) as last_touchpoint,
    max(felt.occurred_on) as last_touchpoint_on
from felt
left join channels
    on felt.account_id = channels.account_id
group by felt.account_id, channels.channels
