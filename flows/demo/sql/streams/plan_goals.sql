select printf('GOAL-%05d-%d', no, n) as goal_id, printf('PLAN-%05d', no) as plan_id, account_id,
    ['Revenue of the account', 'Hours saved in monthly planning', 'Satisfaction of main users',
        'Users active every week', 'Hours saved in yearly budgeting'][n] as goal_name,
    ['revenue', 'cost_efficiency', 'satisfaction', 'growth', 'cost_efficiency'][n] as goal_type,
    ['EUR a year', 'hours a month', 'NPS', 'users', 'hours a month'][n] as measure,
    baseline::decimal(18, 2) as baseline, target::decimal(18, 2) as target,
    round(baseline + (target - baseline) * progress, 2)::decimal(18, 2) as actual,
    goal_from as set_on, due_on as due_date, achieved_on as achieved_on,
    case when achieved_on <= plus_days(getvariable('as_of'), -20)
        and chance(no, n, 'acknowledged') < 0.6 then plus_days(achieved_on, 15) end as acknowledged_on,
    whole(no, n, 'versions', 1, 2) as version,
    ['long', 'short', 'intermediate', 'intermediate', 'intermediate'][n] as horizon,
    goal_from as starts_on, least(due_on, plus_days(updated_on, 91)) as review_date,
    case when n = 4 then printf('GOAL-%05d-1', no) end as parent_goal_id,
    case when n in (2, 5) then round(base_eur * 12 * (0.3 + 0.4 * chance(no, n, 'promised')), -2)
        end::decimal(18, 2) as promised_benefit,
    case when n in (2, 5) and progress > 0.3
        then round(base_eur * 12 * progress * (0.2 + 0.4 * chance(no, n, 'realised')), -2)
        end::decimal(18, 2) as realised_benefit
from goal
order by no, n
