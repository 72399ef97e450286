select
    cast(max(case when name = 'onboarding_months' then value end) as int) as onboarding_months,
    cast(max(case when name = 'journey_months' then value end) as int) as journey_months,
    cast(max(case when name = 'journey_path_length' then value end) as int) as path_length,
    cast(max(case when name = 'journey_paths_shown' then value end) as int) as paths_shown,
    cast(max(case when name = 'solution_days' then value end) as int) as solution_days,
    cast(max(case when name = 'low_ticket_score' then value end) as {{ type_rate() }}) as low_ticket_score,
    cast(max(case when name = 'hand_over_days' then value end) as int) as hand_over_days,
    lower(max(case when name = 'hand_over_tag' then value end)) as hand_over_tag,
    cast(max(case when name = 'first_value_seat_share' then value end) as {{ type_rate() }}) as first_value_seat_share,
    cast(max(case when name = 'minimum_n' then value end) as int) as minimum_n,
    cast(max(case when name = 'score_respondents_minimum' then value end) as int) as respondents_minimum
from {{ ref('settings') }}
