-- Targets of a calendar year are set in the December before; whoever came later has none.
with years as (
    select make_date(y, 1, 1) as period_start, make_date(y, 12, 31) as period_end, make_date(y - 1, 12, 15) as set_on
    from (select unnest([year(getvariable('as_of')) - 1, year(getvariable('as_of'))]) as y)
    where make_date(y, 12, 31) > getvariable('first_day')
),
book as (select sum(base_eur) as base_eur from account),
of_company as (
    select 'C' as whose, null as account_id, null as owner_id,
        unnest(['revenue', 'mrr', 'nps', 'csat', 'contacts']) as metric,
        unnest([base_eur * 12 * 1.15, base_eur * 1.15, 35, 75, 4 * getvariable('accounts')]) as target
    from book where getvariable('first_no') = 1
),
of_owners as (
    select user_key(user_no), null, user_key(user_no), 'revenue',
        (select base_eur from book) * 12 * 1.1 / (select count(*) from staff where team = 'Sales')
    from staff where team = 'Sales' and getvariable('first_no') = 1
),
of_accounts as (
    select printf('%05d', no) as whose, account_id, null::text as owner_id, start_on, end_on,
        unnest(['revenue', 'billing', 'contacts', 'nps']) as metric,
        unnest([
            base_eur * 12 * (1.1 + 0.5 * chance(no, 0, 'aim')), base_eur * 12 * (1.1 + 0.5 * chance(no, 0, 'aim')),
            case care_class when 'A' then 18 else 5 end, 30
        ]) as target,
        unnest([care_class in ('A', 'B'), care_class = 'A', care_class in ('A', 'B'), is_key]) as is_set
    from customer where start_on is not null
)
select printf('TGT-%d-%s-%s', year(period_start), whose, metric) as target_id, account_id, owner_id, metric, period_start,
    period_end,
    case when metric in ('revenue', 'billing', 'mrr') then round(target, -2) else round(target) end::decimal(18, 2)
        as target,
    set_on
from (
    select * from of_company
    union all
    select * from of_owners
) as shared
cross join years
where set_on <= getvariable('as_of')
union all
select printf('TGT-%d-%s-%s', year(period_start), whose, metric), account_id, owner_id, metric, period_start, period_end,
    case when metric in ('revenue', 'billing') then round(target, -2) else round(target) end::decimal(18, 2), set_on
from of_accounts cross join years
where is_set and start_on <= set_on and coalesce(end_on > period_start, true) and set_on <= getvariable('as_of')
order by target_id
