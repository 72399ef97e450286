with

answers as (
    select
        account_id,
        count(*) as survey_answers,
        max(response_date) as last_survey_date,
        sum(case when value_method = 'net_promoter' then 1 else 0 end) as promoter_answers,
        count(distinct case when value_method = 'net_promoter' then respondent end) as promoter_respondents,
        sum(case when value_method = 'net_promoter' then is_top - is_bottom else 0 end) as promoters_less_detractors
    from {{ ref('int_survey_answers') }}
    where
        account_id is not null
        and response_date > {{ add_months(as_of(), -12) }}
    group by account_id
)

-- A score of few answers, or of one person's, would tell what somebody said.
select
    answers.account_id,
    answers.survey_answers,
    answers.last_survey_date,
    case
        when
            answers.promoter_answers >= settings.minimum_n
            and answers.promoter_respondents >= settings.respondents_minimum
            then 100 * {{ safe_divide('answers.promoters_less_detractors', 'answers.promoter_answers') }}
    end as nps
from answers
cross join {{ ref('int_voice_settings') }} as settings
