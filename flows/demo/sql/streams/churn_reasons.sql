with events as (
    select no, account_id, 1 as n, 'leave' as event, notice_on as day_,
        case when plot = 'returned' then 'switched' else cause end as reason_code, 'Said in the exit talk.' as note
    from customer where end_on is not null and plot is distinct from 'group_giver'
        and (plot is not null or chance(no, 1, 'coded') < 0.87)
    union all
    select no, account_id, 2, 'buy', start_on,
        pick(no, 2, 'buys for', ['business', 'business', 'strategic', 'personal']), null
    from customer where start_on is not null and not is_carried_over and chance(no, 2, 'coded') < 0.5
    union all
    select no, account_id, 2 + nth, 'renew', plus_months(start_on, 12 * nth),
        pick(no, 2 + nth, 'renews for', ['continuing_value', 'continuing_value', 'dependence', 'switching_cost']), null
    from (select *, unnest(range(1, 10)) as nth from customer) as years
    where term = 12 and start_on is not null and coalesce(end_on > plus_months(start_on, 12 * nth), true)
        and chance(no, 2 + nth, 'coded') < 0.5
)
select printf('WHY-%05d-%d', no, n) as reason_id, account_id, event, day_ as reason_date, reason_code, note
from events
where day_ <= getvariable('as_of')
order by no, n
