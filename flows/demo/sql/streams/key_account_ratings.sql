-- Key accounts are rated every year; large ones that have not agreed are rated once, as candidates.
with rated as (
    select *, unnest(range(0, 1 + getvariable('months') // 12)) as year_no, 3 as lowest from customer where is_key
    union all by name
    select *, 0 as year_no, 2 as lowest from customer
    where care_class = 'A' and not is_key and not is_committed and chance(no, 0, 'candidate') < 0.15
),
items as (
    select *, unnest(range(1, 6)) as n from rated
)
select account_id,
    ['attractiveness', 'partnership_willingness', 'competitive_position', 'growth_potential', 'organisational_fit'][n]
        as criterion,
    rated_on,
    case when plot = 'silent' and year_no = 0 then 1 else whole(no, 10 * year_no + n, 'item', lowest, 5) end as rating,
    user_key(owner_no) as rated_by
from (select *, plus_days(getvariable('as_of'), -20 - 365 * year_no - whole(no, 0, 'rated on', 0, 60)) as rated_on
    from items)
where rated_on >= getvariable('first_day') and start_on <= rated_on
order by no, rated_on, n
