with

sources as (
    {{ union_sources('targets') }}
),

-- Revenue and mrr are known by whole months, everything else by days.
known as (
    select
        sources.*,
        case
            when sources.metric not in ('revenue', 'mrr') then {{ as_of() }}
            else {{ month_end(last_published_month()) }}
        end as known_to
    from sources
    left join {{ ref('int_accounts') }} as accounts
        on sources.account_id = accounts.account_id
    where
        not sources.is_deleted
        and coalesce(sources.set_on <= {{ as_of() }}, true)
        and (sources.account_id is null or accounts.account_id is not null)
)

select
    target_id,
    account_id,
    owner_id,
    case
        when account_id is not null then 'account'
        when owner_id is not null then 'owner'
        else 'company'
    end as level,
    metric,
    target,
    metric not in ('nps', 'csat') as is_additive,
    period_start,
    period_end,
    case
        when known_to < period_start then null
        when known_to < period_end then known_to
        else period_end
    end as measured_to,
    set_on
from known
