with weeks as (
    select *,
        greatest(seg_from, getvariable('first_day')) as use_from,
        least(coalesce(seg_to, getvariable('as_of')), getvariable('as_of')) as use_to,
        plus_days(getvariable('first_day'), (8 - isodow(getvariable('first_day'))) % 7) as monday
    from segment
),
dated as (
    select * exclude (monday), monday,
        unnest(range(greatest(0, (use_from - monday + getvariable('usage_days') - 1) // getvariable('usage_days')),
            (use_to - monday) // getvariable('usage_days') + 1)) as w
    from weeks
    where use_to >= monday
),
modular as (
    select d.*, plus_days(monday, w * getvariable('usage_days')) as day_,
        unnest(range(1, getvariable('usage_modules') + 1)) as m from dated as d
),
used as (
    select u.no, u.product_no, u.product, u.day_, u.m, u.w, u.seats, modules[m] as module,
        (0.45 + 0.5 * chance(u.no, product_no, 'adoption'))
        * case m when 1 then 1 else 0.15 + 0.65 * chance(u.no, product_no, 'adoption of the second') end
        * least(1, 0.3 + 0.7 * (day_ - lane_from + case when c.is_carried_over then 400 else 0 end) / 120.0)
        * case when day_ > c.trouble_from and coalesce(day_ < c.return_on, true)
            then greatest(0.05, 1 - c.usage_loss * (day_ - c.trouble_from) / 150.0) else 1 end
        * case when day_ between c.dip_from and plus_days(c.dip_from, 60) then 0.5 else 1 end
        * case when month(day_) in (7, 12) then 0.8 else 1 end
        * case when m = 2 and chance(u.no, product_no, 'module forgotten') < 0.08
            and day_ > plus_days(getvariable('as_of'), -150) then 0 else 1 end as rate
    from modular as u join customer as c using (no)
),
counted as (
    select *, least(seats,
        greatest(0, round(seats * least(1,
        rate * (1 + 0.1 * normal(no, product_no * 10000 + w * 10 + m, 'week'))))))::bigint as active_users
    from used
)
select account_key(no) as account_id, day_ as date, product, module, active_users,
    round(active_users * 18 * (0.8 + 0.4 * chance(no, product_no * 10000 + w * 10 + m, 'events')))::bigint as events,
        seats as licensed_seats
from counted
order by no, day_, product_no, m
