with wishes as (
    select *, unnest(range(1,
        case care_class when 'A' then whole(no, 0, 'wishes', 0, 3) when 'B' then whole(no, 0, 'wishes', 0, 1)
        else 0 end + 1)) as n
    from customer where start_on <= plus_days(getvariable('as_of'), -40)
),
dated as (
    select *, plus_days(greatest(start_on, getvariable('first_day')),
        floor(chance(no, n, 'wished') * (least(coalesce(end_on, getvariable('as_of')),
        getvariable('as_of')) - start_on))) as requested_on,
        whole(no, n, 'answered after', 3, 120) as days
    from wishes
)
select printf('WISH-%05d-%d', no, n) as request_id, account_id,
    pick(no, n, 'wish', ['Export to a spreadsheet', 'Single sign-on', 'Own fields in reports',
        'Connector to the payroll system', 'Mobile view', 'Approval steps']) as wish,
    requested_on, chance(no, n, 'need') < 0.7 as need_confirmed,
    case when plus_days(requested_on, days) <= getvariable('as_of')
        then pick(no, n, 'answer', ['possible', 'planned', 'done', 'declined']) else 'open' end as status,
    case when plus_days(requested_on, days) <= getvariable('as_of')
        then plus_days(requested_on, days) end as answered_on
from dated
where requested_on <= getvariable('as_of')
order by no, n
