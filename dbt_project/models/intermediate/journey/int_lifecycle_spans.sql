with

lives as (
    select
        lives.account_id,
        lives.life_number,
        lives.valid_from,
        lives.valid_until,
        {{ add_months('lives.started_on', 'settings.onboarding_months') }} as start_until
    from {{ ref('int_customer_lives') }} as lives
    cross join {{ ref('int_journey_settings') }} as settings
),

-- The days on which a stage may change.
days as (
    select
        account_id,
        valid_from as day
    from lives
    union
    select
        account_id,
        valid_until as day
    from lives
    union
    select
        account_id,
        start_until as day
    from lives
    where start_until > valid_from
    union
    select
        account_id,
        valid_from as day
    from {{ ref('int_renewal_windows') }}
    union
    select
        account_id,
        valid_until as day
    from {{ ref('int_renewal_windows') }}
),

entered as (
    select
        account_id,
        min(valid_from) as customer_from
    from lives
    group by account_id
),

staged as (
    select
        days.account_id,
        days.day,
        coalesce(lives.life_number > 1, false) as is_return,
        case
            when lives.account_id is null then 'churned'
            when days.day < lives.start_until then 'start'
            when windows.account_id is not null then 'renewal'
            else 'growth'
        end as stage
    from days
    inner join entered
        on
            days.account_id = entered.account_id
            and days.day >= entered.customer_from
    left join lives
        on
            days.account_id = lives.account_id
            and days.day >= lives.valid_from
            and days.day < lives.valid_until
    left join {{ ref('int_renewal_windows') }} as windows
        on
            days.account_id = windows.account_id
            and days.day >= windows.valid_from
            and days.day < windows.valid_until
    where days.day <= {{ as_of() }}
),

changes as (
    select
        *,
        lag(stage) over (partition by account_id order by day asc) as stage_before
    from staged
)

select
    account_id,
    stage,
    is_return,
    stage_before,
    day as valid_from,
    coalesce(
        lead(day) over (partition by account_id order by day asc),
        {{ end_of_time() }}
    ) as valid_until
from changes
where coalesce(stage_before <> stage, true)
