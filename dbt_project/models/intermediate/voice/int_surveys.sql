with

sources as (
    {{ union_sources('surveys') }}
),

-- An answer that is given later is not known yet; a row of an account that nobody knows is refused.
known as (
    select
        sources.response_id,
        ids.account_id,
        sources.contact_id,
        upper(sources.survey_type) as survey_type,
        sources.wave,
        sources.respondent_role,
        sources.subject,
        sources.channel,
        sources.touchpoint,
        case when sources.response_date <= {{ as_of() }} then sources.score end as score,
        sources.sent_date,
        case when sources.response_date <= {{ as_of() }} then sources.response_date end as response_date
    from sources
    left join {{ ref('int_account_ids') }} as ids
        on
            sources.account_id = ids.source_account_id
            and ids.system = '{{ system_of("surveys") }}'
    where
        not sources.is_deleted
        and (ids.account_id is not null or sources.account_id is null)
        and (
            coalesce(coalesce(sources.sent_date, sources.response_date) <= {{ as_of() }}, true)
            or sources.response_date <= {{ as_of() }}
        )
),

judged as (
    select
        known.*,
        coalesce(known.score between types.lowest_score and types.highest_score, false) as is_valid_score
    from known
    left join {{ ref('survey_types') }} as types
        on known.survey_type = types.survey_type
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                survey_type,
                coalesce(contact_id, response_id),
                coalesce(wave, response_id),
                coalesce(subject, ''),
                is_valid_score
            order by response_date desc nulls last, response_id desc
        ) as newest_first
    from judged
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
    is_valid_score and newest_first = 1 as is_counted,
    sent_date,
    response_date
from ranked
