-- What several registers share: the rows of accounts with their domains, and the plans with their goals.
create or replace temp table plan as
select *,
    greatest(plan_from, plus_days(getvariable('as_of'), -whole(no, 0, 'plan updated', 5, 300))) as updated_on
from (
    select *, plus_days(greatest(start_on, getvariable('first_day')),
        whole(no, 0, 'planned after', 20, 200)) as plan_from
    from customer where care_class = 'A' and start_on is not null and chance(no, 0, 'has plan') < 0.85
)
where plan_from <= getvariable('as_of') and coalesce(end_on > plan_from, true);

create or replace temp table goal as
with listed as (
    select *, plan_from as goal_from, unnest(range(1, whole(no, 0, 'goals', 2, 4) + 1)) as n from plan
    union all
    -- What follows the saving once it is reached, now and then before the customer has agreed that it is.
    select *, plus_days(plan_from, 240) as goal_from, 5 as n from plan
    where plus_days(plan_from, 240) <= getvariable('as_of') and chance(no, 0, 'next goal') < 0.4
),
aimed as (
    select *, [round(base_eur * 12, -2), 40, 20, 25, 20][n] as baseline,
        [round(base_eur * 12 * 1.3, -2), 20, 40, 60, 10][n] as target,
        plus_days(goal_from, whole(no, n, 'goal due', 200, 900)) as due_on,
        least(1, greatest(0, (getvariable('as_of') - goal_from) / 500.0 * (0.3 + chance(no, n,
            'pace')) * happiness)) as progress
    from listed
)
select *, case when progress >= 1 and plus_days(due_on, -20) <= getvariable('as_of')
    then greatest(goal_from, plus_days(due_on, -20)) end as achieved_on from aimed;
