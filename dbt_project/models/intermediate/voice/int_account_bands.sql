with

means as (
    select
        account_id,
        count(distinct respondent) as respondents,
        {{ safe_divide('sum(score)', 'count(*)') }} as mean
    from {{ ref('int_survey_answers') }}
    where
        value_method = 'net_promoter'
        and account_id is not null
        and response_date > {{ add_months(as_of(), -12) }}
    group by account_id
)

select
    means.account_id,
    means.respondents,
    {{ nps_band('means.mean', 'means.respondents', 'settings', 'types') }} as nps_band
from means
cross join {{ ref('int_voice_settings') }} as settings
inner join {{ ref('int_survey_types') }} as types
    on types.value_method = 'net_promoter'
