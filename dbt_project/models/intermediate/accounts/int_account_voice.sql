with

answers as (
    select
        surveys.account_id,
        count(*) as survey_answers,
        max(surveys.response_date) as last_survey_date,
        sum(case when types.value_method = 'net_promoter' then 1 else 0 end) as promoter_answers,
        sum(case
            when types.value_method <> 'net_promoter' then 0
            when surveys.score >= types.top_score_from then 1
            when surveys.score <= types.bottom_score_to then -1
            else 0
        end) as promoters_less_detractors
    from {{ ref('int_surveys') }} as surveys
    inner join {{ ref('survey_types') }} as types
        on surveys.survey_type = types.survey_type
    where
        surveys.is_counted
        and surveys.account_id is not null
        and surveys.response_date > {{ add_months(as_of(), -12) }}
    group by surveys.account_id
)

-- A score of few people would tell what one of them said.
select
    answers.account_id,
    answers.survey_answers,
    answers.last_survey_date,
    case
        when answers.promoter_answers >= settings.minimum_n
            then 100 * {{ safe_divide('answers.promoters_less_detractors', 'answers.promoter_answers') }}
    end as nps
from answers
cross join {{ ref('int_renewal_settings') }} as settings
