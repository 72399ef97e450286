with

sources as (
    {{ union_sources('tickets') }}
),

dated as (
    select
        sources.*,
        {{ local_date('sources.created_at', 'settings.timezone') }} as created_on,
        {{ local_date('sources.first_response_at', 'settings.timezone') }} as first_response_on,
        {{ local_date('sources.solved_at', 'settings.timezone') }} as solved_on,
        {{ local_date('sources.updated_at', 'settings.timezone') }} as updated_on
    from sources
    cross join {{ ref('int_policy_settings') }} as settings
)

select
    dated.ticket_id,
    {{ respondent_account('dated', 'ids') }} as account_id,
    {{ respondent_id('dated') }} as contact_id,
    dated.priority,
    dated.category,
    dated.status,
    dated.satisfaction_score,
    dated.hours_spent,
    dated.is_complaint,
    dated.created_on,
    case when dated.solved_on <= {{ as_of() }} then dated.solved_on end as solved_on,
    case when dated.updated_on <= {{ as_of() }} then dated.updated_on end as updated_on,
    dated.created_at,
    case when dated.first_response_on <= {{ as_of() }} then dated.first_response_at end as first_response_at,
    case when dated.solved_on <= {{ as_of() }} then dated.solved_at end as solved_at
from dated
left join {{ ref('int_account_ids') }} as ids
    on
        dated.account_id = ids.source_account_id
        and ids.system = '{{ system_of("tickets") }}'
{{ join_respondents('dated', 'ids') }}
where
    not dated.is_deleted
    and {{ respondent_account('dated', 'ids') }} is not null
    and dated.created_on <= {{ as_of() }}
