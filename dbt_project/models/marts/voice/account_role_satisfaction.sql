with

judged as (
    select
        roles.*,
        settings.respondents_minimum,
        roles.respondent_role <> ''
        and roles.answers >= settings.minimum_n
        and roles.respondents >= settings.respondents_minimum as is_enough
    from {{ ref('int_account_role_answers') }} as roles
    cross join {{ ref('int_voice_settings') }} as settings
),

-- The NPS of the account less those of its roles would tell what the few others answered.
weighed as (
    select
        *,
        sum(case when is_enough then 0 else respondents end) over (partition by account_id) as respondents_not_shown
    from judged
)

select
    cast(weighed.account_id as string) as account_id,
    cast(weighed.respondent_role as string) as respondent_role,
    cast({{ nps_band('weighed.mean', 'weighed.respondents', 'weighed', 'types') }} as string) as nps_band,
    cast(weighed.answers as bigint) as answers_12_months,
    cast(weighed.respondents as bigint) as respondents_12_months,
    case
        when
            weighed.is_enough
            and (
                weighed.respondents_not_shown = 0
                or weighed.respondents_not_shown >= weighed.respondents_minimum
            )
            then 100 * {{ safe_divide('weighed.promoters_less_detractors', 'weighed.answers') }}
    end as nps
from weighed
inner join {{ ref('int_survey_types') }} as types
    on types.value_method = 'net_promoter'
where weighed.respondent_role <> ''
