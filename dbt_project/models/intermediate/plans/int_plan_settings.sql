select
    cast(max(case when name = 'plan_stale_days' then value end) as int) as plan_stale_days,
    cast(max(case when name = 'plan_horizon_years_minimum' then value end) as {{ type_double() }})
        as plan_horizon_years_minimum,
    cast(max(case when name = 'plan_horizon_years_maximum' then value end) as {{ type_double() }})
        as plan_horizon_years_maximum,
    cast(max(case when name = 'plan_contributors_minimum' then value end) as int) as plan_contributors_minimum,
    cast(nullif(max(case when name = 'plan_deadline_month' then value end), '') as int) as plan_deadline_month,
    cast(max(case when name = 'analysis_stale_days' then value end) as int) as analysis_stale_days,
    cast(max(case when name = 'feature_request_answer_days' then value end) as int) as feature_request_answer_days
from {{ ref('settings') }}
