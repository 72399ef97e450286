-- What must be known of every account at once: its place in its group and its size. Few and narrow columns.
create table account as
with numbered as (
    select no, chance(no, 0, 'place in group') as place, s.plot, s.parent_no as story_parent,
        coalesce(s.base_amount, least(30000, 270 * exp(1.8 * normal(no, 0, 'size')))) as base_eur
    from (select unnest(range(1, getvariable('accounts') + 1)) as no) left join story as s using (no)
),
placed as (
    select *, case when plot is not null or place >= 0.13 then 1 when place >= 0.025 then 2 else 3 end as wanted_level
        from numbered
),
ordered as (
    select *, row_number() over (partition by wanted_level, plot is null order by no) as place_in_level,
        count(*) over (partition by wanted_level, plot is null) as in_level
    from placed
),
parents as (select wanted_level, place_in_level, in_level, no from ordered where plot is null),
joined as (
    select o.no, o.plot, o.base_eur,
        coalesce(o.story_parent, p.no) as parent_no
    from ordered as o
    left join (select distinct wanted_level, in_level from parents) as above on above.wanted_level = o.wanted_level - 1
    left join parents as p
        on p.wanted_level = o.wanted_level - 1
        and p.place_in_level = whole(o.no, 0, 'parent', 1, above.in_level)
)
select j.no, j.plot, j.parent_no, coalesce(grand.parent_no, parent.parent_no, j.parent_no, j.no) as root_no,
    case when j.parent_no is not null and j.plot is null then j.base_eur * 0.6 else j.base_eur end as base_eur,
    row_number() over (order by case when j.plot is null and j.parent_no is null then -j.base_eur else 0 end,
        j.no) as size_rank
from joined as j
left join joined as parent on parent.no = j.parent_no
left join joined as grand on grand.no = parent.parent_no;

create table staff as
select user_no,
    case
        when user_no = getvariable('last_user') then 'Sales'
        else ['Management', 'Sales', 'Sales', 'Sales', 'Customer Success', 'Customer Success', 'Customer Success',
            'Customer Success',
            'Support', 'Support'][1 + ((user_no - 1) % 10)]
    end as team,
    user_no <= 10 or (user_no <> getvariable('last_user') and chance(user_no, 0, 'staff active') >= 0.07) as is_active
from (select unnest(range(1, getvariable('last_user') + 1)) as user_no);

create table fx_rate as
with months as (
    select unnest(range(0, months_from(getvariable('first_day'), getvariable('as_of')) + 1)) as k
),
steps as (
    select c.currency, c.units_per_eur, m.k, normal(ascii(c.currency), m.k, 'rate') * 0.009 as step
    from months as m cross join currency as c where c.currency <> 'EUR'
)
select month_start(k) as month, currency,
    (exp(sum(step) over (partition by currency order by k)) / units_per_eur)::decimal(18, 6) as rate_to_reporting
from steps;
