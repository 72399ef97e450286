with

kinds as (
    select
        changes.*,
        case
            when changes.opening = 0 and changes.closing = 0 then 'none'
            when changes.opening > 0 and changes.closing = 0 then 'churn'
            when changes.opening > 0 then 'continued'
            when
                changes.last_active_month is null
                or {{ months_between_months('changes.last_active_month', 'changes.month') }} - 1
                > settings.reactivation_window_months
                then 'new'
            else 'reactivation'
        end as kind,
        settings.movement_rounding
    from {{ ref('int_mrr_unit_changes') }} as changes
    cross join {{ ref('int_policy_settings') }} as settings
),

netted as (
    select
        *,
        case when kind = 'continued' then fx else 0 end as fx_effect,
        closing - opening - case when kind = 'continued' then fx else 0 end as change
    from kinds
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
    from netted
)

select
    level,
    unit_id,
    customer_id,
    product,
    month,
    opening,
    cast(case when movement = 'new' then change else 0 end as {{ type_money() }}) as new,
    cast(case when movement = 'reactivation' then change else 0 end as {{ type_money() }}) as reactivation,
    cast(case when movement = 'expansion' then change else 0 end as {{ type_money() }}) as expansion,
    cast(case when movement = 'contraction' then change else 0 end as {{ type_money() }}) as contraction,
    cast(case when movement = 'churn' then change else 0 end as {{ type_money() }}) as churn,
    cast(fx_effect as {{ type_money() }}) as fx,
    cast(case when movement = 'none' then change else 0 end as {{ type_money() }}) as rounding,
    closing,
    movement
from classified
