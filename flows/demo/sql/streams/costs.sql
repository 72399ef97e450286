with months as (select unnest(range(0, getvariable('months'))) as k),
charged as (
    select c.no, m.k, c.account_id, 'hosting' as cost_type,
        round(c.base_eur * (0.05 + 0.1 * chance(c.no, 0, 'hosting')), 2) as amount
    from customer as c cross join months as m
    where c.care_class in ('A', 'B') and c.start_on <= month_start(k)
        and (coalesce(c.end_on >= month_start(k), true) or c.return_on <= month_start(k))
    union all
    select 0, k, null, 'platform', round(getvariable('accounts') * (20 + 4 * chance(0, k, 'platform')), 2)
    from months where getvariable('first_no') = 1
)
select printf('COST-%05d-', no) || strftime(month_start(k), '%y%m') as cost_id, account_id, month_start(k) as month,
    case when no > 0 then 'Compass' end as product, cost_type, amount::decimal(18, 2) as amount, 'EUR' as currency
from charged
order by k, no
