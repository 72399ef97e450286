with estimates as (
    select no, account_id, base_eur, owner_no, null as product, 0 as product_no, 1 as round
    from customer where story_potential is null and chance(no, 0, 'potential known') >= 0.8
        and chance(no, 0, 'estimated') < 0.5
    union all
    select c.no, c.account_id, c.base_eur, c.owner_no, p.product, p.product_no, r.round
    from customer as c cross join product as p cross join (values (1), (2)) as r (round)
    where c.care_class in ('A', 'B') and chance(c.no, p.product_no, 'product estimated') < 0.4
)
select account_id, product,
    round(base_eur * 12 * (0.8 + 2 * chance(no, 10 * product_no + round, 'estimate')), -2)::decimal(18, 2)
        as potential_annual,
    plus_days(getvariable('as_of'), -700 + 330 * round + whole(no, product_no, 'estimate day', 0, 30)) as estimated_on,
    user_key(owner_no) as estimated_by
from estimates
order by no, product_no, round
