with

plans as (
    select
        plan_id,
        account_id
    from ({{ union_sources('account_plans') }}) as staged
    where not is_deleted
),

goals as (
    select
        goal_id,
        account_id
    from ({{ union_sources('plan_goals') }}) as staged
    where not is_deleted
),

-- What a goal, an action or a target names, and what it should find.
named as (
    select
        goals_known.account_id,
        'goal_of_unknown_plan' as conflict,
        {{ text_literal("Goals that name a plan which is not among the account's: ") }} as said,
        goals_known.goal_id as row_id
    from {{ ref('int_plan_goals') }} as goals_known
    left join plans
        on
            goals_known.plan_id = plans.plan_id
            and goals_known.account_id = plans.account_id
    where
        goals_known.plan_id is not null
        and plans.plan_id is null
    union all
    select
        goals_known.account_id,
        'goal_of_unknown_goal' as conflict,
        {{ text_literal("Goals that are a step towards one which is not among the account's: ") }} as said,
        goals_known.goal_id as row_id
    from {{ ref('int_plan_goals') }} as goals_known
    left join goals
        on
            goals_known.parent_goal_id = goals.goal_id
            and goals_known.account_id = goals.account_id
    where
        goals_known.parent_goal_id is not null
        and goals.goal_id is null
    union all
    select
        actions.account_id,
        'action_of_unknown_plan_or_goal' as conflict,
        {{ text_literal("Actions that name a plan or a goal which is not among the account's: ") }} as said,
        actions.action_id as row_id
    from {{ ref('int_plan_actions') }} as actions
    left join plans
        on
            actions.plan_id = plans.plan_id
            and actions.account_id = plans.account_id
    left join goals
        on
            actions.goal_id = goals.goal_id
            and actions.account_id = goals.account_id
    where
        (actions.plan_id is not null and plans.plan_id is null)
        or (actions.goal_id is not null and goals.goal_id is null)
    union all
    select
        account_id,
        'target_set_twice' as conflict,
        'Periods for which one metric has two targets: ' as said,
        min(target_id) as row_id
    from {{ ref('int_targets') }}
    where account_id is not null
    group by account_id, metric, period_start, period_end, coalesce(owner_id, '')
    having count(*) > 1
)

select
    account_id,
    conflict,
    said || cast(count(*) as string) || ', such as ' || min(row_id) || '.' as evidence
from named
group by account_id, conflict, said
