with

sources as (
    {{ union_sources('account_analyses') }}
)

select
    sources.analysis_id,
    sources.account_id,
    sources.framework,
    replace(lower(trim(sources.item)), ' ', '_') as item,
    coalesce(trim(sources.note) <> '', false) as is_written,
    sources.written_on
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and coalesce(sources.written_on <= {{ as_of() }}, true)
