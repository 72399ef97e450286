select
    cast(max(case when name = 'service_gap_days' then value end) as int) as service_gap_days,
    cast(max(case when name = 'score_respondents_minimum' then value end) as int) as score_respondents_minimum
from {{ ref('settings') }}
