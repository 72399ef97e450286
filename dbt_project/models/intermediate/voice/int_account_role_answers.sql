-- Answers that name no role are a row too: a score that is shown must not give away those that are not.
select
    account_id,
    coalesce(respondent_role, '') as respondent_role,
    count(*) as answers,
    count(distinct respondent) as respondents,
    sum(is_top - is_bottom) as promoters_less_detractors,
    {{ safe_divide('sum(score)', 'count(*)') }} as mean
from {{ ref('int_survey_answers') }}
where
    value_method = 'net_promoter'
    and account_id is not null
    and response_date > {{ add_months(as_of(), -12) }}
group by account_id, coalesce(respondent_role, '')
