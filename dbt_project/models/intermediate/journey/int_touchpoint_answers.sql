-- An answer as a share of its scale, 1 being best.
select
    surveys.response_id,
    coalesce(surveys.contact_id, surveys.response_id) as respondent,
    coalesce(segments.segment, 'none') as segment,
    types.touchpoint,
    coalesce(types.phase, stages.phase) as phase,
    {{ safe_divide('surveys.score - scales.lowest_score', 'scales.highest_score - scales.lowest_score') }}
        as satisfaction
from {{ ref('int_surveys') }} as surveys
cross join {{ ref('int_journey_settings') }} as settings
inner join {{ ref('survey_types') }} as scales
    on surveys.survey_type = scales.survey_type
inner join {{ ref('touchpoint_types') }} as types
    on lower(surveys.touchpoint) = types.touchpoint
left join {{ ref('int_account_segment_spans') }} as segments
    on
        surveys.account_id = segments.account_id
        and surveys.response_date >= segments.valid_from
        and surveys.response_date < segments.valid_until
left join {{ ref('int_lifecycle_spans') }} as spans
    on
        surveys.account_id = spans.account_id
        and surveys.response_date >= spans.valid_from
        and surveys.response_date < spans.valid_until
left join {{ ref('lifecycle_stages') }} as stages
    on coalesce(spans.stage, 'prospect') = stages.stage
where
    surveys.is_counted
    and surveys.response_date > {{ add_months(as_of(), '-1 * settings.journey_months') }}
