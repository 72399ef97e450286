with

sources as (
    {{ union_sources('surveys') }}
),

judged as (
    select
        sources.response_id,
        sources.account_id,
        sources.contact_id,
        upper(sources.survey_type) as survey_type,
        sources.wave,
        sources.respondent_role,
        sources.subject,
        sources.channel,
        sources.touchpoint,
        sources.score,
        sources.sent_date,
        sources.response_date,
        coalesce(sources.score between types.lowest_score and types.highest_score, false) as is_valid_score,
        sources.response_date <= {{ as_of() }} as is_answer_known,
        row_number() over (
            partition by
                upper(sources.survey_type),
                coalesce(sources.contact_id, sources.response_id),
                coalesce(sources.wave, sources.response_id),
                coalesce(sources.subject, ''),
                sources.response_date <= {{ as_of() }}
                and coalesce(sources.score between types.lowest_score and types.highest_score, false)
            order by sources.response_date desc nulls last, sources.response_id desc
        ) as newest_first
    from sources
    left join {{ ref('survey_types') }} as types
        on upper(sources.survey_type) = types.survey_type
    where not sources.is_deleted
)

select
    response_id,
    account_id,
    contact_id,
    survey_type,
    wave,
    respondent_role,
    subject,
    channel,
    touchpoint,
    score,
    is_valid_score,
    coalesce(is_answer_known and is_valid_score and newest_first = 1, false) as is_counted,
    sent_date,
    response_date
from judged
where
    coalesce(sent_date <= {{ as_of() }}, true)
    or is_answer_known
