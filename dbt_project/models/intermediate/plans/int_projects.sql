with

sources as (
    {{ union_sources('projects') }}
),

known as (
    select
        sources.*,
        coalesce(sources.done_on > {{ as_of() }}, false) as ends_later
    from sources
    inner join {{ ref('int_accounts') }} as accounts
        on sources.account_id = accounts.account_id
    where not sources.is_deleted
)

-- The dates decide where they contradict the status that was stated.
select
    project_id,
    account_id,
    project_name,
    case
        when done_on <= {{ as_of() }} then 'done'
        when status in ('done', 'cancelled', 'paused') and not ends_later then status
        when start_date > {{ as_of() }} then 'planned'
        when start_date <= {{ as_of() }} or ends_later then 'running'
        else status
    end as status,
    start_date,
    due_date,
    case when not ends_later then done_on end as done_on
from known
