with decided as (
    select no, account_id, owner_no, manager_no, sponsor_no, 1 as n, 'appoint' as decision,
        'Large enough, and both want it.' as reason,
        plus_days(greatest(start_on, getvariable('first_day')), whole(no, 0, 'appointed', 20, 90)) as decided_on
    from customer where is_key and start_on is not null and chance(no, 0, 'decided') < 0.6
    union all
    select no, account_id, owner_no, manager_no, sponsor_no, 2, 'keep', 'One more year to win it back.',
        plus_days(getvariable('as_of'), -210)
    from customer where plot = 'silent'
    union all
    select no, account_id, owner_no, manager_no, sponsor_no, 3 + year_no, 'keep', 'Looked at again; still worth it.',
        plus_days(getvariable('as_of'), -30 - 365 * year_no - whole(no, 0, 'kept on', 0, 200))
    from (select *, unnest(range(0, 1 + getvariable('months') // 12)) as year_no from customer
        where is_key and plot is null and chance(no, 0, 'reviewed') < 0.8)
    where start_on <= plus_days(getvariable('as_of'), -230 - 365 * year_no)
        and plus_days(getvariable('as_of'), -230 - 365 * year_no) >= getvariable('first_day')
    union all
    select no, account_id, owner_no, manager_no, sponsor_no, 3, 'decline', 'One supplier among many.',
        plus_days(getvariable('as_of'), -whole(no, 0, 'declined', 30, 300))
    from customer where care_class = 'A' and not is_key and start_on <= plus_days(getvariable('as_of'), -330)
        and chance(no, 0, 'declined at all') < 0.05
)
select printf('KEY-%05d-%d', no, n) as decision_id, account_id, decided_on, decision, reason,
    user_key(owner_no) as proposed_by, user_key(sponsor_no) as approved_by,
    case when chance(no, n, 'asked') < 0.7 then 'Customer Success, Support' end as consulted_units,
    plus_days(decided_on, case when n = 2 then 182 else 365 end) as next_review_date
from decided
where decided_on <= getvariable('as_of')
order by no, n
