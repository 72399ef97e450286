with

-- The book: customers with revenue, and among them those whose potential is known. Rounding takes away only what
-- floating point adds.
book as (
    select
        round({{ percentile('classes.revenue_ttm', '0.5') }}, 6) as value_median,
        round({{ percentile('classes.revenue_ttm', '1.0 / 3') }}, 6) as value_lower_tercile,
        round({{ percentile('classes.revenue_ttm', '2.0 / 3') }}, 6) as value_upper_tercile,
        round({{ percentile('potentials.potential_annual', '0.5') }}, 6) as potential_median,
        round({{ percentile('potentials.potential_annual', '1.0 / 3') }}, 6) as potential_lower_tercile,
        round({{ percentile('potentials.potential_annual', '2.0 / 3') }}, 6) as potential_upper_tercile
    from {{ ref('int_customer_classes') }} as classes
    left join {{ ref('int_customer_potentials') }} as potentials
        on classes.customer_id = potentials.customer_id
    where classes.revenue_ttm > 0
)

select
    coalesce(thresholds.value_cut, book.value_median) as value_cut,
    coalesce(thresholds.value_low, book.value_lower_tercile) as value_low,
    coalesce(thresholds.value_high, book.value_upper_tercile) as value_high,
    coalesce(thresholds.potential_cut, book.potential_median) as potential_cut,
    coalesce(thresholds.potential_low, book.potential_lower_tercile) as potential_low,
    coalesce(thresholds.potential_high, book.potential_upper_tercile) as potential_high
from book
cross join {{ ref('int_segment_thresholds') }} as thresholds
