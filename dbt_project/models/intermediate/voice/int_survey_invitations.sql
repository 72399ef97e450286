with

sources as (
    {{ union_sources('surveys') }}
)

-- An answer that is given later is not known yet; a row of an account that nobody knows is refused.
select
    sources.response_id,
    {{ respondent_account('sources', 'ids') }} as account_id,
    {{ respondent_id('sources') }} as contact_id,
    upper(sources.survey_type) as survey_type,
    sources.wave,
    coalesce(sources.respondent_role, contacts.role) as respondent_role,
    sources.subject,
    sources.channel,
    sources.touchpoint,
    sources.source,
    case when coalesce(sources.response_date <= {{ as_of() }}, true) then sources.score end as score,
    sources.sent_date,
    case when sources.response_date <= {{ as_of() }} then sources.response_date end as response_date
from sources
left join {{ ref('int_account_ids') }} as ids
    on
        sources.account_id = ids.source_account_id
        and ids.system = '{{ system_of("surveys") }}'
{{ join_respondents('sources', 'ids') }}
left join {{ ref('int_contacts') }} as contacts
    on {{ respondent_id('sources') }} = contacts.contact_id
where
    not sources.is_deleted
    and (ids.account_id is not null or sources.account_id is null)
    and (
        coalesce(coalesce(sources.sent_date, sources.response_date) <= {{ as_of() }}, true)
        or sources.response_date <= {{ as_of() }}
    )
