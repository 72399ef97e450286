with

balances as (
    select
        level,
        unit_id,
        customer_id,
        month,
        mrr as closing,
        coalesce(lag(mrr) over (partition by level, unit_id order by month asc), 0) as opening,
        max(case when mrr > 0 then month end) over (
            partition by level, unit_id
            order by month asc
            rows between unbounded preceding and 1 preceding
        ) as last_active_month
    from {{ ref('int_mrr_unit_months') }}
),

kinds as (
    select
        balances.*,
        case
            when balances.opening = 0 and balances.closing = 0 then 'none'
            when balances.opening > 0 and balances.closing = 0 then 'churn'
            when balances.opening > 0 then 'continued'
            when
                balances.last_active_month is null
                or {{ months_between_months('balances.last_active_month', 'balances.month') }} - 1
                > settings.reactivation_window_months
                then 'new'
            else 'reactivation'
        end as kind,
        settings.movement_rounding
    from balances
    cross join {{ ref('int_policy_settings') }} as settings
),

changes as (
    select
        kinds.*,
        case when kinds.kind = 'continued' then coalesce(effects.fx, 0) else 0 end as fx,
        kinds.closing - kinds.opening
        - case when kinds.kind = 'continued' then coalesce(effects.fx, 0) else 0 end as change
    from kinds
    left join {{ ref('int_mrr_fx_effects') }} as effects
        on
            kinds.level = effects.level
            and kinds.unit_id = effects.unit_id
            and kinds.month = effects.month
),

classified as (
    select
        *,
        case
            when kind <> 'continued' then kind
            when abs(change) <= movement_rounding then 'none'
            when change > 0 then 'expansion'
            else 'contraction'
        end as movement
    from changes
)

select
    level,
    unit_id,
    customer_id,
    month,
    opening,
    cast(case when movement = 'new' then change else 0 end as {{ type_money() }}) as new,
    cast(case when movement = 'reactivation' then change else 0 end as {{ type_money() }}) as reactivation,
    cast(case when movement = 'expansion' then change else 0 end as {{ type_money() }}) as expansion,
    cast(case when movement = 'contraction' then change else 0 end as {{ type_money() }}) as contraction,
    cast(case when movement = 'churn' then change else 0 end as {{ type_money() }}) as churn,
    cast(fx as {{ type_money() }}) as fx,
    cast(case when movement = 'none' then change else 0 end as {{ type_money() }}) as rounding,
    closing,
    movement
from classified
