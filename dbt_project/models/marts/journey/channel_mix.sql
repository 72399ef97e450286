with

felt as (
    select
        touchpoints.lifecycle_stage,
        touchpoints.channel,
        touchpoints.account_id
    from {{ ref('touchpoints') }} as touchpoints
    cross join {{ ref('int_journey_settings') }} as settings
    where
        touchpoints.is_visible
        and touchpoints.occurred_on > {{ add_months(as_of(), '-1 * settings.journey_months') }}
),

counted as (
    select
        lifecycle_stage,
        coalesce(channel, 'unknown') as channel,
        count(*) as touchpoints,
        count(distinct account_id) as accounts
    from felt
    group by lifecycle_stage, coalesce(channel, 'unknown')
),

reached as (
    select
        lifecycle_stage,
        count(distinct account_id) as accounts
    from felt
    group by lifecycle_stage
)

select
    cast(counted.lifecycle_stage as string) as lifecycle_stage,
    cast(counted.channel as string) as channel,
    cast(counted.touchpoints as bigint) as touchpoints,
    cast(counted.accounts as bigint) as accounts,
    {{ safe_divide(
        'counted.touchpoints', 'sum(counted.touchpoints) over (partition by counted.lifecycle_stage)'
    ) }} as share_of_touchpoints,
    {{ safe_divide('counted.accounts', 'reached.accounts') }} as share_of_accounts
from counted
inner join reached
    on counted.lifecycle_stage = reached.lifecycle_stage
