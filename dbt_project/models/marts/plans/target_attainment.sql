with

measured as (
    select
        targets.*,
        actuals.answers,
        cast(actuals.actual as {{ type_money() }}) as actual,
        case
            when targets.period_start > {{ as_of() }} then 'planned'
            when targets.period_end > {{ as_of() }} then 'running'
            else 'over'
        end as status,
        coalesce(
            {{ safe_divide(
                days_between('targets.period_start', 'targets.measured_to') ~ ' + 1',
                days_between('targets.period_start', 'targets.period_end') ~ ' + 1'
            ) }},
            0
        ) as elapsed_share
    from {{ ref('int_targets') }} as targets
    inner join {{ ref('int_target_actuals') }} as actuals
        on targets.target_id = actuals.target_id
),

attained as (
    select
        *,
        case when target > 0 then {{ safe_divide('actual', 'target') }} end as attainment
    from measured
)

select
    cast(target_id as string) as target_id,
    cast(account_id as string) as account_id,
    cast(owner_id as string) as owner_id,
    cast(level as string) as level,
    cast(metric as string) as metric,
    cast(status as string) as status,
    cast(target as decimal(18, 2)) as target,
    cast(actual as decimal(18, 2)) as actual,
    cast(answers as bigint) as answers,
    attainment,
    elapsed_share,
    case
        when status = 'running' and metric in ('revenue', 'billing', 'contacts')
            then {{ safe_divide('attainment', 'elapsed_share') }}
    end as pace,
    case
        when status = 'over' then actual >= target
        when metric in ('revenue', 'billing', 'contacts') and actual >= target then true
    end as is_reached,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(measured_to as date) as measured_to,
    cast(set_on as date) as set_on
from attained
