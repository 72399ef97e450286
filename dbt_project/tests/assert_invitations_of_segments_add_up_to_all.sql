-- The people asked and those who answered in the segments together are those of all customers of the wave.
with

both_sides as (
    select
        rates.survey_type,
        rates.wave,
        case when rates.segment = 'ALL' then rates.sent else -1 * rates.sent end as sent,
        case when rates.segment = 'ALL' then rates.answered else -1 * rates.answered end as answered
    from {{ ref('survey_response_rates') }} as rates
    left join {{ ref('int_survey_types') }} as types
        on rates.survey_type = types.survey_type
    where coalesce(types.is_customer, true)
)

select
    survey_type,
    wave,
    sum(sent) as sent_unexplained,
    sum(answered) as answered_unexplained
from both_sides
group by survey_type, wave
having
    sum(sent) <> 0
    or sum(answered) <> 0
