with

sources as (
    {{ union_sources('key_account_decisions') }}
)

select
    sources.decision_id,
    sources.account_id,
    sources.decision,
    sources.reason,
    sources.proposed_by,
    sources.approved_by,
    sources.consulted_units,
    sources.decided_on,
    sources.next_review_date
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and sources.decided_on <= {{ as_of() }}
