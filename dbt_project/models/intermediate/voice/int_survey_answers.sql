select
    surveys.response_id,
    surveys.account_id,
    surveys.contact_id,
    coalesce(surveys.contact_id, surveys.response_id) as respondent,
    surveys.survey_type,
    types.value_method,
    types.measures,
    surveys.wave,
    surveys.respondent_role,
    surveys.subject,
    surveys.channel,
    surveys.touchpoint,
    surveys.source,
    spans.segment,
    surveys.score,
    case when surveys.score between types.top_from and types.top_to then 1 else 0 end as is_top,
    case when surveys.score between types.bottom_from and types.bottom_to then 1 else 0 end as is_bottom,
    types.is_higher_better,
    types.is_customer,
    {{ month_of('surveys.response_date') }} as month,
    surveys.response_date
from {{ ref('int_surveys') }} as surveys
inner join {{ ref('int_survey_types') }} as types
    on surveys.survey_type = types.survey_type
left join {{ ref('int_account_segment_spans') }} as spans
    on
        surveys.account_id = spans.account_id
        and surveys.response_date >= spans.valid_from
        and surveys.response_date < spans.valid_until
where surveys.is_counted
