with

sources as (
    {{ union_sources('plan_goals') }}
)

select
    sources.goal_id,
    sources.plan_id,
    sources.account_id,
    sources.parent_goal_id,
    sources.goal_name,
    sources.goal_type,
    sources.measure,
    sources.horizon,
    sources.baseline,
    sources.target,
    sources.actual,
    sources.promised_benefit,
    sources.realised_benefit,
    sources.version,
    sources.set_on,
    coalesce(sources.starts_on, sources.set_on) as starts_on,
    sources.due_date,
    sources.review_date,
    case when sources.achieved_on <= {{ as_of() }} then sources.achieved_on end as achieved_on,
    case when sources.acknowledged_on <= {{ as_of() }} then sources.acknowledged_on end as acknowledged_on
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and coalesce(sources.set_on <= {{ as_of() }}, true)
