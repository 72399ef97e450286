with listed as (
    select *, unnest(range(1, case care_class when 'A' then whole(no, 0, 'projects', 1, 3)
        when 'B' then whole(no, 0, 'projects', 0, 1) else 0 end + 1)) as n
    from customer where start_on <= getvariable('as_of')
),
begun as (
    select *, workday(plus_days(greatest(start_on, getvariable('first_day')),
            floor(chance(no, n, 'project begins')
                * (least(coalesce(end_on, getvariable('as_of')), getvariable('as_of'))
                    - greatest(start_on, getvariable('first_day')) + 30)))) as begun_on,
        whole(no, n, 'project lasts', 30, 180) as days, whole(no, n, 'project slips', -10, 60) as slip
    from listed
)
select printf('PROJ-%05d-%d', no, n) as project_id, account_id,
    pick(no, n, 'project', ['Roll-out to other units', 'Move of old data', 'Connection to payroll', 'Report templates',
        'Training of new users']) as project_name,
    case when plus_days(begun_on, days + slip) <= getvariable('as_of') then 'done'
        when begun_on > getvariable('as_of') then 'planned'
        when chance(no, n, 'project paused') < 0.1 then 'paused' else 'running' end as status,
    begun_on as start_date, plus_days(begun_on, days) as due_date,
    case when plus_days(begun_on, days + slip) <= getvariable('as_of') then plus_days(begun_on, days + slip) end as done_on
from begun
order by no, n
