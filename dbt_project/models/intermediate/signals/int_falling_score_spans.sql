with

compared as (
    select
        states.account_id,
        states.survey_type,
        states.people,
        greatest(states.valid_from, {{ add_days('earlier.valid_from', 'rules.skip_days') }}) as valid_from,
        least(
            states.valid_until,
            {{ put_off('earlier.valid_until', 'rules.skip_days') }}
        ) as valid_until
    from {{ ref('int_score_states') }} as states
    inner join {{ signal_rule('falling_score') }} as rules
        on states.signal = rules.signal
    inner join {{ ref('int_score_states') }} as earlier
        on
            states.signal = earlier.signal
            and states.account_id = earlier.account_id
            and states.survey_type = earlier.survey_type
            and earlier.valid_from < states.valid_from
    inner join {{ ref('int_survey_types') }} as types
        on states.survey_type = types.survey_type
    where
        round(earlier.mean_score - states.mean_score, 9)
        >= round(rules.minimum * (types.highest_score - types.lowest_score), 9)
)

select
    account_id,
    survey_type as subject,
    valid_from,
    valid_until,
    'The ' || survey_type || ' answers of ' || cast(people as string)
    || ' people are lower on average than those of a year before.' as evidence
from compared
where valid_from < valid_until
