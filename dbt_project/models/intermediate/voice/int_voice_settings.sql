select
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n,
    cast(max(case when name = 'score_respondents_minimum' then value end) as int) as respondents_minimum,
    cast(max(case when name = 'survey_every_months' then value end) as int) as survey_every_months,
    max(case when name = 'anonymous_answers' then value end) as anonymous_answers
from {{ ref('settings') }}
