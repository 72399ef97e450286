with promises as (
    select *, unnest(range(1,
        case care_class when 'A' then whole(no, 0, 'promises', 1, 4) when 'B' then whole(no, 0, 'promises', 0, 2)
        else 0 end + 1)) as n
    from customer where start_on <= plus_days(getvariable('as_of'), -40)
),
dated as (
    select *, workday(plus_days(greatest(start_on, getvariable('first_day')),
        floor(chance(no, n, 'made') * (least(coalesce(end_on, getvariable('as_of')),
        getvariable('as_of')) - start_on - 5)))) as made_on,
        whole(no, n, 'promised in', 7, 60) as days, whole(no, n, 'kept after', -10, 14) as slip
    from promises
)
select printf('PROM-%05d-%d', no, n) as commitment_id, account_id,
    pick(no, n, 'promise',
        ['Fix the slow report', 'Send a training plan', 'Offer for more users', 'Answer on the integration',
        'New contact person named']) as promise,
    user_key(manager_no) as owner_id, made_on, plus_days(made_on, days) as promised_for,
    case when chance(no, n, 'forgotten') > 0.08
        and plus_days(made_on, greatest(1, days + slip)) <= getvariable('as_of')
        then plus_days(made_on, greatest(1, days + slip)) end as done_on,
    case when slip > 3 and chance(no, n, 'told') < 0.6
        and plus_days(made_on, days - 2) <= getvariable('as_of') then plus_days(made_on, days - 2) end as told_late_on
from dated
where made_on <= getvariable('as_of')
order by no, n
