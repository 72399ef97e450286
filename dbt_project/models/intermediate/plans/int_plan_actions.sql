with

sources as (
    {{ union_sources('plan_actions') }}
)

-- An action that names a goal only belongs to the plan of that goal.
select
    sources.action_id,
    coalesce(sources.plan_id, goals.plan_id) as plan_id,
    sources.goal_id,
    sources.account_id,
    sources.owner_id,
    sources.action_name,
    coalesce(sources.is_milestone, false) as is_milestone,
    sources.due_date,
    case when sources.done_on <= {{ as_of() }} then sources.done_on end as done_on
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
left join {{ ref('int_plan_goals') }} as goals
    on
        sources.goal_id = goals.goal_id
        and sources.account_id = goals.account_id
where not sources.is_deleted
