with

asked as (
    select
        account_id,
        max(coalesce(sent_date, response_date)) as last_asked,
        max(case when respondent_role = 'decision_maker' then coalesce(sent_date, response_date) end)
            as decision_maker_last_asked,
        max(case when is_counted then response_date end) as last_answered,
        max(case when is_counted and respondent_role = 'decision_maker' then response_date end)
            as decision_maker_last_answered
    from {{ ref('int_surveys') }}
    where
        account_id is not null
        and coalesce(sent_date, response_date) <= {{ as_of() }}
    group by account_id
),

answered as (
    select
        account_id,
        count(distinct respondent) as respondents,
        sum(case when measures = 'expectation' then 1 else 0 end) as expectation_answers,
        count(distinct case when measures = 'expectation' then respondent end) as expectation_respondents,
        sum(case when measures = 'expectation' then is_top - is_bottom else 0 end) as exceeded_less_below
    from {{ ref('int_survey_answers') }}
    where
        account_id is not null
        and response_date > {{ add_months(as_of(), -12) }}
    group by account_id
)

select
    cast(asked.account_id as string) as account_id,
    cast(bands.nps_band as string) as nps_band,
    cast(roles.lowest_role as string) as lowest_role,
    cast(coalesce(voice.survey_answers, 0) as bigint) as answers_12_months,
    cast(coalesce(answered.respondents, 0) as bigint) as respondents_12_months,
    cast({{ months_between_months('asked.last_asked', as_of()) }} as bigint) as months_since_asked,
    voice.nps,
    case
        when
            answered.expectation_answers >= settings.minimum_n
            and answered.expectation_respondents >= settings.respondents_minimum
            then 100 * {{ safe_divide('answered.exceeded_less_below', 'answered.expectation_answers') }}
    end as expectation_gap,
    cast(asked.last_asked as date) as last_asked,
    cast(asked.last_answered as date) as last_answered,
    cast(asked.decision_maker_last_asked as date) as decision_maker_last_asked,
    cast(asked.decision_maker_last_answered as date) as decision_maker_last_answered
from asked
cross join {{ ref('int_voice_settings') }} as settings
left join answered
    on asked.account_id = answered.account_id
left join {{ ref('int_account_voice') }} as voice
    on asked.account_id = voice.account_id
left join {{ ref('int_account_bands') }} as bands
    on asked.account_id = bands.account_id
left join {{ ref('int_account_lowest_roles') }} as roles
    on asked.account_id = roles.account_id
