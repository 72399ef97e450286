select printf('GOAL-%05d-%d', no, n) as goal_id, printf('PLAN-%05d', no) as plan_id, account_id,
    ['Revenue of the account', 'Hours saved in monthly planning', 'Satisfaction of main users',
        'Users active every week'][n] as goal_name,
    ['revenue', 'cost_efficiency', 'satisfaction', 'growth'][n] as goal_type,
    ['EUR a year', 'hours a month', 'NPS', 'users'][n] as measure,
    baseline::decimal(18, 2) as baseline, target::decimal(18, 2) as target,
    round(baseline + (target - baseline) * progress, 2)::decimal(18, 2) as actual,
    plan_from as set_on, due_on as due_date, achieved_on as achieved_on,
    case when achieved_on <= plus_days(getvariable('as_of'), -20)
        and chance(no, n, 'acknowledged') < 0.6 then plus_days(achieved_on, 15) end as acknowledged_on,
    1 as version
from goal
order by no, n
