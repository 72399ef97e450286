with

goals as (
    select
        plan_id,
        account_id,
        count(*) as goals,
        sum(case when achieved_on is null then 1 else 0 end) as open_goals
    from {{ ref('int_plan_goals') }}
    where plan_id is not null
    group by plan_id, account_id
),

-- Due so far are actions done and actions whose day has passed.
actions as (
    select
        plan_id,
        account_id,
        sum(case when done_on is null then 1 else 0 end) as open_actions,
        sum(case when done_on is null and due_date < {{ as_of() }} then 1 else 0 end) as overdue_actions,
        sum(case when done_on is not null then 1 else 0 end) as done_actions,
        sum(case when done_on is not null or due_date < {{ as_of() }} then 1 else 0 end) as actions_due_so_far
    from {{ ref('int_plan_actions') }}
    where plan_id is not null
    group by plan_id, account_id
)

select
    plans.plan_id,
    coalesce(goals.goals, 0) as goals,
    coalesce(goals.open_goals, 0) as open_goals,
    coalesce(actions.open_actions, 0) as open_actions,
    coalesce(actions.overdue_actions, 0) as overdue_actions,
    {{ safe_divide('actions.done_actions', 'actions.actions_due_so_far') }} as action_completion_rate
from {{ ref('int_account_plans') }} as plans
left join goals
    on
        plans.plan_id = goals.plan_id
        and plans.account_id = goals.account_id
left join actions
    on
        plans.plan_id = actions.plan_id
        and plans.account_id = actions.account_id
