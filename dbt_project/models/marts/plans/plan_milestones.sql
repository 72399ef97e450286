select
    cast(action_id as string) as action_id,
    cast(plan_id as string) as plan_id,
    cast(goal_id as string) as goal_id,
    cast(account_id as string) as account_id,
    cast(owner_id as string) as owner_id,
    cast(action_name as string) as milestone,
    cast(case
        when done_on > due_date then 'done_late'
        when done_on is not null then 'done'
        when due_date < {{ as_of() }} then 'overdue'
        else 'open'
    end as string) as status,
    cast(case
        when done_on is not null then {{ days_between('due_date', 'done_on') }}
        when due_date < {{ as_of() }} then {{ days_between('due_date', as_of()) }}
    end as int) as slippage_days,
    cast(due_date as date) as due_date,
    cast(done_on as date) as done_on
from {{ ref('int_plan_actions') }}
where is_milestone
