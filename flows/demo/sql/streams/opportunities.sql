with sales as (
    select no, 'new' as type, 1 as n, plus_days(start_on, -whole(no, 1, 'deal opened', 60, 160)) as opened_on,
        plus_days(start_on, -5) as closes_on, true as is_won, round(base_eur, 2) as monthly_amount
    from customer where start_on is not null and not is_carried_over
    union all
    select no, 'new', 2, plus_days(getvariable('as_of'), -whole(no, 2, 'deal opened', 10, 200)),
        plus_days(getvariable('as_of'), whole(no, 2, 'deal closes', -60, 120)),
        false, round(base_eur, 2)
    from customer where is_prospect
    union all
    select no, 'expansion', 1000 * product_no + 100 * spell + seg,
        plus_days(signed_on, -whole(no, seg, 'upsell opened', 20, 80)), signed_on, true,
        round((monthly_amount - former_amount) / units_per_eur, 2)
    from segment join currency using (currency) where monthly_amount > former_amount * 1.06
    union all
    select c.no, 'expansion', 10000 + k, plus_days(month_start(k), whole(c.no, k, 'idea opened', 0, 27)),
        plus_days(month_start(k), whole(c.no, k, 'idea closes', 60, 150)), false,
        round(c.base_eur * (0.1 + 0.3 * chance(c.no, k, 'idea size')), 2)
    from (select *, unnest(range(0, getvariable('months') + 1)) as k from customer) as c
    where start_on <= month_start(k) and coalesce(end_on > month_start(k), true)
        and chance(no, k, 'idea') < case care_class when 'A' then 0.05 when 'B' then 0.03 else 0.008 end
    union all
    select c.no, 'renewal', 20000 + k, plus_days(plus_months(anchor, 12 * k), -120),
        plus_days(plus_months(anchor, 12 * k), -20),
        coalesce(end_on > plus_months(anchor, 12 * k), true), round(c.base_eur, 2)
    from (select *, unnest(range(1, 4 + getvariable('months') // 12 + 1)) as k from customer where term = 12
        and start_on is not null) as c
    where plus_months(anchor, 12 * k) > plus_days(start_on, 60)
        and coalesce(plus_months(anchor, 12 * k) <= plus_days(end_on, 1), true)
),
dated as (
    select *, greatest(getvariable('first_day'), opened_on) as created_on,
        case when closes_on <= getvariable('as_of')
            then greatest(closes_on, greatest(getvariable('first_day'), opened_on)) end as closed_on
    from sales
)
select printf('OPP-%05d-%d', no, n) as opportunity_id, account_key(no) as account_id, type,
    monthly_amount::decimal(18, 2) as monthly_amount,
    case when closed_on is not null then case when is_won then 'won' else 'lost' end
        else pick(no, n, 'stage', ['qualified', 'proposal', 'negotiation']) end as stage,
    case when closed_on is not null then case when is_won then 1 else 0 end when type = 'renewal' then 0.8
        else pick(no, n, 'probability', [0.2, 0.4, 0.6]) end::decimal(4, 2) as probability,
    greatest(closes_on, created_on) as expected_close_date, created_on as created_date, closed_on as closed_date,
    case when closed_on is not null then is_won end as won,
    case when closed_on is not null
        and not is_won then pick(no, n, 'lost', ['price', 'no_decision', 'competitor', 'timing']) end as lost_reason,
    case when chance(no, n, 'product named') < 0.9 then pick(no, n, 'product sold',
        ['Compass', 'Compass', 'Relay', 'Lighthouse']) end as product,
    case when chance(no, n, 'sold otherwise') < 0.15
        then pick(no, n, 'motion', ['marketing', 'seller', 'team']) end as sales_motion
from dated
where created_on <= getvariable('as_of') and monthly_amount > 0
order by no, n
