select
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n,
    cast(max(case when name = 'score_respondents_minimum' then value end) as int) as respondents_minimum,
    cast(max(case when name = 'complaint_survey_months' then value end) as int) as complaint_survey_months,
    cast(max(case when name = 'training_months' then value end) as int) as training_months
from {{ ref('settings') }}
