select
    cast(max(case when name = 'scorecard_months' then value end) as int) as scorecard_months,
    cast(max(case when name = 'score_stands_months' then value end) as int) as score_stands_months,
    cast(max(case when name = 'score_answers_share' then value end) as {{ type_double() }}) as score_answers_share,
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n
from {{ ref('settings') }}
