select
    cast(max(case when name = 'care_history_months' then value end) as int) as history_months,
    cast(max(case when name = 'care_due_days' then value end) as int) as due_days,
    cast(max(case when name = 'care_week_contacts' then value end) as int) as week_contacts,
    cast(max(case when name = 'care_week_peak' then value end) as {{ type_double() }}) as week_peak,
    cast(max(case when name = 'cadence_per_product' then value end) as {{ type_double() }}) as per_product,
    cast(max(case when name = 'cadence_per_complaint' then value end) as {{ type_double() }}) as per_complaint,
    cast(max(case when name = 'cadence_after_training' then value end) as {{ type_double() }}) as after_training
from {{ ref('settings') }}
