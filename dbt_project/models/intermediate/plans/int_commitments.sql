with

sources as (
    {{ union_sources('commitments') }}
)

select
    sources.commitment_id,
    sources.account_id,
    sources.owner_id,
    sources.promise,
    sources.made_on,
    sources.promised_for,
    case when sources.done_on <= {{ as_of() }} then sources.done_on end as done_on,
    case when sources.told_late_on <= {{ as_of() }} then sources.told_late_on end as told_late_on
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and coalesce(sources.made_on <= {{ as_of() }}, true)
