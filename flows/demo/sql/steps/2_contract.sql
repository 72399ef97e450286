-- A spell is an unbroken time as a customer; a lane is one product within it; a segment is a lane at one price.
create or replace temp table spell as
with spells as (
    select no, 1 as spell, start_on as spell_from, anchor,
        case when is_carried_over then start_on
            when start_on > getvariable('as_of') then plus_days(getvariable('as_of'), -whole(no, 1, 'signed', 1, 25))
            else greatest(getvariable('first_day'),
                plus_days(start_on, -whole(no, 1, 'signed', 5, 45))) end as signed_on,
        coalesce(plus_days(pause_from, -1), end_on) as spell_to,
        case when pause_from is not null then plus_days(pause_from, -whole(no, 1, 'pause notice', 10, 40))
            else notice_on end as notice_on,
        is_early and pause_from is null as is_early
    from customer
    where start_on is not null
    union all
    select no, 2, coalesce(resume_on, return_on), case when resume_on is null then return_on else anchor end,
        plus_days(coalesce(resume_on, return_on), -whole(no, 2, 'signed', 1, 12)),
        case when resume_on is not null then end_on end,
        case when resume_on is not null then notice_on end, false
    from customer
    where coalesce(resume_on, return_on) is not null
)
select no, spell, spell_from, anchor, signed_on,
    case when notice_on <= getvariable('as_of') then spell_to end as spell_to,
    case when notice_on <= getvariable('as_of') then greatest(notice_on, signed_on) end as notice_on,
    coalesce(is_early and notice_on <= getvariable('as_of'), false) as is_early
from spells
where signed_on <= getvariable('as_of');

create or replace temp table lane as
with wishes as (
    select c.no, p.product_no, p.product, p.list_price, p.relative_size, p.modules, c.term, c.billing, c.care_class,
        c.plot, c.base_eur,
        c.currency, y.units_per_eur, c.trouble_from, c.notice_days,
        case when p.product_no = 1 or chance(c.no, p.product_no, 'from the start') < 0.45 then c.start_on
            else plus_months(c.anchor,
                months_from(c.anchor, c.start_on) + whole(c.no, p.product_no, 'add-on after', 2, 30)) end as wish_from,
        case when p.product_no > 1 and chance(c.no, p.product_no, 'dropped') < 0.2
            then plus_days(plus_months(c.anchor,
                c.term * whole(c.no, p.product_no, 'dropped after', 24 // c.term // 2, 48 // c.term)),
                -1) end as drop_on
    from customer as c
    join currency as y using (currency)
    cross join product as p
    where p.product_no = 1 or (c.plot is null and chance(c.no, p.product_no, 'buys') < p.share_of_customers)
),
joined as (
    select w.*, s.spell, s.anchor, s.is_early,
        greatest(s.spell_from, w.wish_from) as lane_from,
        case when w.wish_from > s.spell_from
            then greatest(s.signed_on, plus_days(w.wish_from, -whole(w.no, w.product_no, 'add-on signed', 5, 40)))
                else s.signed_on end as signed_on,
        s.spell_to, s.notice_on, plus_days(w.drop_on, -w.notice_days - 5) as drop_notice_on
    from wishes as w join spell as s using (no)
),
dropped as (
    select * exclude (drop_on),
        case when drop_notice_on <= getvariable('as_of') and drop_on > plus_days(lane_from, 60)
            and coalesce(drop_on < plus_days(spell_to, -30), true)
            then drop_on end as drop_on
    from joined
    where drop_on is null or drop_on > plus_days(lane_from, 60)
)
select * exclude (spell_to, notice_on, drop_on, drop_notice_on, is_early),
    coalesce(drop_on, spell_to) as lane_to,
    case when drop_on is not null then greatest(signed_on, drop_notice_on) else notice_on end as notice_on,
    is_early and drop_on is null as is_early
from dropped
where signed_on <= getvariable('as_of') and coalesce(lane_from <= plus_days(spell_to, -20), true);

create or replace temp table segment as
with boundaries as (
    select *, unnest(range(1,
        months_from(anchor, plus_days(least(coalesce(lane_to, getvariable('as_of')), getvariable('as_of')),
        100)) + 1)) as j
    from lane
    where plot is null or plot not in ('group_giver', 'group_taker', 'group_steady', 'potential', 'not_live')
),
chances as (
    select *, chance(no, 100 * spell + product_no, 'change ' || j) as dice,
        j % 12 = 0 as is_renewal,
        plus_months(anchor, j) as boundary
    from boundaries
),
changes as (
    select *,
        plus_days(boundary, case when term = 1 and not is_renewal and plot is null
            and dice < 0.018 then whole(no, j, 'ragged', 3, 20) else 0 end) as change_from,
        case
            when plot = 'grew' then case when j % 6 = 0 then 0.4 end
            when is_renewal and dice < 0.6 then case when boundary > trouble_from then -0.1
                else 0.03 end + 0.11 * normal(no, product_no * 1000 + j, 'renewal step')
            when is_renewal then null
            when dice < 0.026 and coalesce(boundary < trouble_from, true)
                then 0.08 + 0.35 * chance(no, product_no * 1000 + j, 'seats up')
            when dice < 0.042 then -0.08 - 0.3 * chance(no, product_no * 1000 + j, 'seats down')
        end as step,
        is_renewal and dice < 0.6 as is_priced_up
    from chances
),
known as (
    select *, greatest(signed_on,
        plus_days(change_from, -whole(no, product_no * 1000 + j, 'change signed', 4, 35))) as change_signed_on
    from changes
    where step is not null and change_from > plus_days(lane_from, 20)
        and coalesce(change_from <= plus_days(lane_to, -15), true)
),
points as (
    select * exclude (boundary, dice, is_renewal, change_signed_on) replace (change_signed_on as signed_on) from known
    where change_signed_on <= getvariable('as_of')
    union all by name
    select *, 0 as j, lane_from as change_from, 0.0 as step, false as is_priced_up from lane
),
summed as (
    select *, sum(step) over steps as steps, sum(is_priced_up::int) over steps as price_steps,
        row_number() over steps as seg,
        lead(change_from) over steps as next_from,
        lead(signed_on) over steps as next_signed_on,
        base_eur * relative_size * (0.75 + 0.5 * chance(no, product_no, 'lane size')) as lane_eur,
        greatest(0.45, 1 - 0.06 * greatest(0, ln(base_eur / 200))) as volume_price
    from points
    window steps as (partition by no, product_no, spell order by change_from,
        j rows between unbounded preceding and current row)
),
plain as (
    select *, case when plot in ('group_giver', 'group_taker') then base_eur
        else lane_eur end / (list_price * volume_price) as first_seats,
        round(list_price * volume_price * units_per_eur * pow(1.03, price_steps), 2) as seat_price
    from summed
),
seated as (
    select *, greatest(1, round(first_seats * exp(steps)))::bigint as seats from plain
)
select no, product_no, product, modules, spell, seg, term, billing, anchor, plot, currency, signed_on, is_early,
    notice_days, lane_from, lane_to,
    change_from as seg_from,
    coalesce(plus_days(next_from, -1), lane_to) as seg_to,
    case when next_from is not null then next_signed_on else notice_on end as notice_on,
    next_from is null and lane_to is not null as ends_lane,
    seats,
    (seats * seat_price)::decimal(18, 2) as monthly_amount,
    lag((seats * seat_price)::decimal(18, 2)) over (partition by no, product_no, spell order by seg) as former_amount,
    printf('SUB-%05d-%d%d%02d', no, product_no, spell, seg) as subscription_id
from seated;

create or replace temp table trial as
select no, account_id, currency, printf('SUB-%05d-1000', no) as subscription_id,
    plus_days(start_on, -30) as trial_from, plus_days(start_on, -1) as trial_to
from customer
where start_on is not null and not is_carried_over
    and (plot = 'grew' or (plot is null and chance(no, 0, 'trial') < 0.25))
    and plus_days(start_on, -30) >= getvariable('first_day') and plus_days(start_on, -1) <= getvariable('as_of');
