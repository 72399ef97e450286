with

sources as (
    {{ union_sources('opportunities') }}
),

-- How an opportunity ended, its last stage and its last probability are known from the day on which it closed.
known as (
    select
        sources.*,
        coalesce(sources.closed_date > {{ as_of() }}, false) as closes_later
    from sources
    inner join {{ ref('int_accounts') }} as accounts
        on sources.account_id = accounts.account_id
    where
        not sources.is_deleted
        and coalesce(sources.created_date <= {{ as_of() }}, true)
)

select
    opportunity_id,
    account_id,
    coalesce(type, 'unknown') as type,
    case when not closes_later then stage end as stage,
    case
        when closes_later or (closed_date is null and won is null) then 'open'
        when won then 'won'
        when not won then 'lost'
        else 'unknown'
    end as outcome,
    case when not closes_later then lost_reason end as lost_reason,
    monthly_amount,
    case when not closes_later then probability end as probability,
    created_date,
    expected_close_date,
    case when not closes_later then closed_date end as closed_date
from known
