with

measured as (
    select
        classes.customer_id,
        classes.revenue_ttm,
        potentials.potential_annual,
        {{ safe_divide('classes.revenue_ttm', 'potentials.potential_annual') }} as share_of_wallet,
        coalesce(classes.revenue_ttm >= cuts.value_cut, false) as is_value_high,
        potentials.potential_annual >= cuts.potential_cut as is_potential_high,
        case
            when classes.revenue_ttm >= cuts.value_high then 'high'
            when classes.revenue_ttm >= cuts.value_low then 'medium'
            else 'low'
        end as value_class,
        case
            when potentials.potential_annual >= cuts.potential_high then 'high'
            when potentials.potential_annual >= cuts.potential_low then 'medium'
            when potentials.potential_annual < cuts.potential_low then 'low'
            else 'unknown'
        end as potential_class
    from {{ ref('int_customer_classes') }} as classes
    left join {{ ref('int_customer_potentials') }} as potentials
        on classes.customer_id = potentials.customer_id
    cross join {{ ref('int_portfolio_cuts') }} as cuts
)

select
    measured.customer_id,
    measured.revenue_ttm,
    measured.potential_annual,
    measured.share_of_wallet,
    case
        when measured.is_potential_high is null then 'unknown'
        when measured.is_value_high and measured.is_potential_high then 'key'
        when measured.is_value_high then 'maintain'
        when measured.is_potential_high then 'develop'
        else 'small'
    end as quadrant,
    case
        when measured.share_of_wallet is null then 'unknown'
        when measured.share_of_wallet >= settings.wallet_care then 'care'
        when measured.share_of_wallet <= settings.wallet_sales then 'sales'
        else 'mixed'
    end as treatment,
    measured.value_class,
    measured.potential_class,
    measured.value_class || '/' || measured.potential_class as matrix_cell,
    coalesce(measured.share_of_wallet > 1, false) as is_potential_too_low
from measured
cross join {{ ref('int_portfolio_settings') }} as settings
