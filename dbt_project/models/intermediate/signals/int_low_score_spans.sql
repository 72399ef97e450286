-- A band is told and never a score: nobody shall be able to work out what one person answered.
select
    states.account_id,
    states.survey_type as subject,
    states.valid_from,
    states.valid_until,
    'The ' || states.survey_type || ' answers of ' || cast(states.people as string)
    || ' people lie in the lowest band on average.' as evidence
from {{ ref('int_score_states') }} as states
inner join {{ signal_rule('low_score') }} as rules
    on states.signal = rules.signal
inner join {{ ref('int_survey_types') }} as types
    on states.survey_type = types.survey_type
where
    round(states.mean_score, 9) <= round(coalesce(
        cast(case
            when types.is_higher_better then types.bottom_to
            else types.lowest_score + types.highest_score - types.bottom_from
        end as {{ type_double() }}),
        types.lowest_score + rules.minimum * (types.highest_score - types.lowest_score)
    ), 9)
