select printf('TASK-%05d-%d%d', no, n, t) as action_id, printf('PLAN-%05d', no) as plan_id,
    printf('GOAL-%05d-%d', no, n) as goal_id, account_id,
    pick(no, 10 * n + t, 'action',
        ['Agree on the figures', 'Train the main users', 'Hold a workshop', 'Move old data', 'Review with management',
        'Report the benefit']) as action_name,
    user_key(case when t = 1 then manager_no else owner_no end) as owner_id,
    action_due_on as due_date,
    case when plus_days(action_due_on, slip) <= getvariable('as_of') and chance(no, 10 * n + t, 'done') < 0.85
        then greatest(goal_from, plus_days(action_due_on, slip)) end as done_on,
    t = 1 as is_milestone
from (
    select *, plus_days(goal_from, whole(no, 10 * n + t, 'action due', 40, 500)) as action_due_on,
        whole(no, 10 * n + t, 'slip', -15, 40) as slip
    from (select *, unnest([1, 2]) as t from goal)
)
order by no, n, t
