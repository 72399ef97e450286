select
    max(case when name = 'reporting_currency' then value end) as reporting_currency,
    max(case when name = 'timezone' then value end) as timezone,
    max(case when name = 'mrr_basis' then value end) as mrr_basis,
    max(case when name = 'crm_of_files' then value end) as crm_of_files,
    max(case when name = 'contract_in_two_currencies' then value end) as contract_in_two_currencies,
    cast(max(case when name = 'movement_rounding' then value end) as {{ type_amount() }}) as movement_rounding,
    cast(max(case when name = 'active_mrr_over' then value end) as {{ type_amount() }}) as active_mrr_over,
    cast(nullif(max(case when name = 'reactivation_window_months' then value end), '') as int)
        as reactivation_window_months,
    cast(max(case when name = 'cohort_years' then value end) as int) as cohort_years,
    cast(max(case when name = 'retention_grace_days' then value end) as int) as retention_grace_days,
    cast(max(case when name = 'renewal_window_days' then value end) as int) as renewal_window_days,
    cast(max(case when name = 'renewal_gap_days' then value end) as int) as renewal_gap_days,
    cast(max(case when name = 'renewal_contact_days' then value end) as int) as renewal_contact_days,
    cast(max(case when name = 'dso_days' then value end) as int) as dso_days,
    cast(max(case when name = 'hourly_cost_support' then value end) as {{ type_amount() }}) as hourly_cost_support,
    cast(max(case when name = 'hourly_cost_meeting' then value end) as {{ type_amount() }}) as hourly_cost_meeting,
    cast(max(case when name = 'hours_per_ticket' then value end) as {{ type_rate() }}) as hours_per_ticket,
    cast(max(case when name = 'contact_gap_days' then value end) as int) as contact_gap_days
from {{ ref('settings') }}
