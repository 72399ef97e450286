with

sources as (
    {{ union_sources('feature_requests') }}
)

-- A request whose answer is given later is open at the knowledge date.
select
    sources.request_id,
    sources.account_id,
    sources.wish,
    case when sources.answered_on > {{ as_of() }} then 'open' else coalesce(sources.status, 'open') end as status,
    sources.need_confirmed,
    sources.requested_on,
    case when sources.answered_on <= {{ as_of() }} then sources.answered_on end as answered_on
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and coalesce(sources.requested_on <= {{ as_of() }}, true)
