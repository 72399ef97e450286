-- One row per account of the batch: who it is and what will become of it, known or not yet known at as_of.
create or replace temp table customer as
with placed as (
    select a.*, s.account_name as story_name, s.industry as story_industry, s.care_class as story_class,
        s.term_months as story_term,
        s.potential as story_potential, c.* exclude (chance_from, chance_to),
        a.plot is null and a.size_rank > getvariable('key_accounts')
            and chance(a.no, 0, 'prospect') < 0.065 as is_prospect,
        coalesce(a.plot in ('silent', 'reference'), a.size_rank <= getvariable('key_accounts')) as is_key,
        getvariable('months') as months,
        getvariable('first_day') as first_day,
        getvariable('as_of') as as_of
    from account as a
    left join story as s using (no)
    join country as c
        on case when s.country is null then chance(a.no, 0, 'country') >= c.chance_from
            and chance(a.no, 0, 'country') < c.chance_to
            else c.country = s.country end
    where a.no between getvariable('first_no') and getvariable('last_no')
),
dealt as (
    select *,
        case when is_prospect then 'P' when story_class is not null then story_class
            when base_eur >= 1200 then 'A' when base_eur >= 380 then 'B' else 'C' end as care_class,
        coalesce(story_term, case when chance(no, 0, 'term') < case when base_eur >= 1200 then 0.65
            else 0.35 end then 12
            when chance(no, 0, 'term') > 0.93 then 3 else 1 end) as term,
        coalesce(story_term, pick(no, 0, 'billing', [1, 1, 1, 1, 1, 1, 3, 12, 12, 12])) as wished_billing,
        case when plot is not null then 1
            else (pick(no, 0, 'anchor day', [1, 1, 1, 1, 1, 15, 15, whole(no, 0, 'day', 1, 28)])) end as anchor_day,
        case when plot in ('not_live', 'group_taker', 'grew') then false
            when plot is not null or is_key then true else chance(no, 0, 'carried over') < 0.58 end as is_carried_over,
        plot is null and chance(no, 0, 'not live') < 0.015 as starts_later,
        pick(no, 0, 'payer', ['early', 'early', 'punctual', 'punctual', 'punctual', 'punctual', 'punctual', 'slow',
            'slow', 'bad']) as payer,
        0.74 + 0.13 * normal(no, 0, 'happiness') as happiness,
        pick(no, 0, 'cause', ['not_adopted', 'not_adopted', 'no_value', 'cost_cut', 'switched', 'people_changed',
            'people_changed',
            'no_longer_needed']) as cause,
        name_place(no) as name_place,
        case when parent_no is not null and plot is null then name_place(root_no) end as group_place,
        no // (99 * 23) as name_round
    from placed
),
started as (
    select *,
        case
            when is_prospect then null
            when is_carried_over then first_day
            when plot = 'not_live' then plus_months(month_of(as_of), 2)
            when plot = 'group_taker' then month_start(floor(months * 0.6))
            when plot = 'grew' then month_start(least(2, months - 1))
            when starts_later then plus_days(as_of, whole(no, 0, 'later', 5, 75))
            else plus_days(month_start(whole(no, 0, 'start', 0, months - 1)), anchor_day - 1)
        end as start_on
    from dealt
),
anchored as (
    select *,
        case
            when plot = 'silent' then plus_months(month_of(as_of), 3 - 12 * ceil(months / 12 + 2))
            when plot = 'awaiting_renewal' then plus_months(month_start(months - 1), -12 * ceil(months / 12 + 1))
            when start_on is null then null
            when term = 1 and (is_carried_over or chance(no, 0, 'calendar billing') < 0.6) then month_of(start_on)
            when is_carried_over then plus_days(plus_months(first_day, -whole(no, 0, 'anchor', 1, 12)), anchor_day - 1)
            else start_on
        end as anchor,
        case when care_class = 'A' then 0.6 when care_class = 'B' then 0.9 else 1.2 end
            * case term when 12 then 0.11 when 3 then 0.04 else 0.017 end as end_chance
    from started
),
lived as (
    select *,
        (months_from(anchor, start_on) // term) + case when term = 1 then 2 else 0 end
            + 1 + floor(ln(1 - chance(no, 0, 'terms lived')) / ln(1 - end_chance))::bigint as terms_lived
    from anchored
),
ending as (
    select *,
        case
            when plot = 'silent' then plus_days(plus_months(month_of(as_of), 3), -1)
            when plot = 'returned' then plus_days(month_start(greatest(1, floor(months * 0.45))), -1)
            when plot = 'group_giver' then plus_days(month_start(floor(months * 0.6)), -1)
            when plot is not null or is_key then null
            else plus_days(plus_months(anchor, term * least(terms_lived, 400)), -1)
        end as term_end
    from lived
),
early as (
    select *,
        least(term, wished_billing) = 12 and plot is null and term_end is not null
            and chance(no, 0, 'early end') < 0.12 as is_early,
        case when term = 12 then 90 when term = 3 then 60 else 30 end as notice_days
    from ending
),
ended as (
    select * exclude (term_end),
        case when is_early then plus_days(plus_months(plus_days(term_end, 1), -whole(no, 0, 'early by', 1, 5)), -1)
            else term_end end as true_end
    from early
),
noticed as (
    select * exclude (true_end),
        case when true_end <= plus_days(as_of, 400) and true_end > plus_days(start_on, 25) then true_end end as end_on,
        case when plot = 'silent' then plus_days(as_of, -12)
            else greatest(plus_days(start_on, 10),
                plus_days(true_end, -notice_days - whole(no, 0, 'notice', 0, 20))) end as notice_on
    from ended
),
troubled as (
    select * replace (case when end_on is not null then notice_on end as notice_on),
        case
            when plot = 'silent' then plus_days(as_of, -240)
            when plot = 'champion_left' then plus_days(as_of, -80)
            when plot = 'group_giver' or end_on is null then null
            else greatest(plus_days(start_on, 30), plus_days(notice_on, -whole(no, 0, 'trouble', 110, 220)))
        end as trouble_from
    from noticed
),
paused as (
    select *,
        case when plot = 'returned' then greatest(plus_days(end_on, 1), month_start(ceil(months * 0.65)))
            when plot is null and end_on < plus_days(as_of, -100) and chance(no, 0, 'return') < 0.22
                then plus_months(month_of(end_on), whole(no, 0, 'return after', 3, 10)) end as wished_return,
        case when plot is null and term = 1 and not is_key and chance(no, 0, 'pause') < 0.10
            then plus_months(anchor,
                months_from(anchor, start_on) + whole(no, 0, 'pause after', 3, 30)) end as wished_pause
    from troubled
),
resumed as (
    select *,
        case when wished_return > plus_days(end_on, 32)
            and plus_days(wished_return, -12) <= as_of then wished_return end as return_on,
        plus_months(wished_pause, whole(no, 0, 'pause for', 1, 3)) as wished_resume
    from paused
),
teamed as (
    select *,
        case when wished_resume <= as_of and return_on is null
            and coalesce(wished_resume < plus_days(end_on, -60), true) then wished_pause end as pause_from,
        case when pause_from is not null then wished_resume end as resume_on,
        10 * whole(no, 0, 'owner ten', 0, getvariable('staff_tens') - 1) as owner_ten,
        10 * whole(no, 0, 'manager ten', 0, getvariable('staff_tens') - 1) as manager_ten
    from resumed
)
select no, account_key(no) as account_id, plot, parent_no, root_no, base_eur, country, currency, legal_form, top_domain,
    channel,
    first_names, last_names, care_class, is_prospect, is_key,
    (is_key and (plot is not null or chance(no, 0, 'not asked') >= 0.12))
        or (not is_key and care_class = 'A' and chance(no, 0, 'committed') < 0.4) as is_committed, term, least(term, wished_billing) as billing, payer, cause,
        notice_days, is_carried_over, is_early, anchor, start_on,
    end_on, notice_on, trouble_from, return_on, pause_from, resume_on,
    case when plot = 'reference' then 1.0 when plot = 'late_payer' then 0.85
        else least(0.98, greatest(0.3, happiness)) end as happiness,
    story_potential,
    coalesce(story_industry, w.industries[1 + name_place % 23]) as industry,
    coalesce(story_name, concat_ws(' ', w.first_words[1 + group_place // 23], w.first_words[1 + name_place // 23],
        w.second_words[1 + name_place % 23], case when name_round > 0 then name_round + 1 end,
            legal_form)) as account_name,
    case when story_name is not null
        then lower(regexp_replace(regexp_extract(story_name, '^(.*) \S+$', 1), '\s', '', 'g'))
        else lower(w.first_words[1 + name_place // 23] || w.second_words[1 + name_place % 23])
            || case when name_round = 0 then '' else (name_round + 1)::varchar end
    end || top_domain as domain,
    -- One account in fifty still stands under a seller who has left.
    case when plot is null and chance(no, 0, 'owner left') < 0.02 then getvariable('last_user')
        else owner_ten + whole(no, 0, 'owner', 2, 4) end as owner_no,
    manager_ten + whole(no, 0, 'manager', 5, 8) as manager_no,
    case when care_class = 'A' then owner_ten + 1 end as sponsor_no,
    case care_class when 'A' then whole(no, 0, 'contacts', 3, 6) when 'B' then whole(no, 0, 'contacts', 2, 4)
        else whole(no, 0, 'contacts', 1, 2) end as contact_count,
    -- One account in sixteen looks troubled for two months and recovers: a signal that is no churn.
    case when end_on is null and plot is null and chance(no, 0, 'dip') < 0.06
        then plus_days(getvariable('first_day'), whole(no, 0, 'dip at', 0, getvariable('days'))) end as dip_from,
    case when cause in ('not_adopted', 'no_value') then 0.9 when cause = 'cost_cut' then 0.5 else 0.7 end as usage_loss,
    case when cause in ('no_value', 'switched') then 'spike' else 'silence' end as support_pattern
from teamed
cross join name_words as w;

create or replace temp table contact as
with people as (
    select c.*, n,
        case when n = 1 then 'decision_maker' when n = 2 then 'main_user'
            else pick(c.no, n, 'role', ['user', 'user', 'main_user', 'other']) end as role,
        c.first_names[1 + (whole(c.no, 0, 'first name', 0, 10) + 3 * n) % 11] as first_name,
        pick(c.no, n, 'last name', c.last_names) as last_name
    from (select *, unnest(range(1, contact_count + 1)) as n from customer) as c
),
leaving as (
    select *,
        case
            when n = 1 and plot = 'champion_left' then plus_days(getvariable('as_of'), -72)
            when n = 1 and plot is null and cause = 'people_changed'
                and trouble_from is not null then plus_days(trouble_from, 20)
            when n > 1 and chance(no, n, 'leaves') < 0.12
                then plus_days(getvariable('first_day'), whole(no, n, 'leaves on', 30, 60 + getvariable('days')))
        end as wished_left,
        case when chance(no, n, 'opts out') < 0.09
            then plus_days(getvariable('first_day'), whole(no, n, 'opts out on', 0, getvariable('days')))
            when trouble_from is not null and chance(no, n, 'opts out in trouble') < 0.3
                then plus_days(trouble_from, whole(no, n, 'opts out after', 20, 90)) end as wished_opt_out
    from people
)
select no, plot, n, contact_key(no, n) as contact_id, account_id, domain, role, channel, first_name, last_name,
    case when wished_left <= getvariable('as_of') then wished_left end as left_on,
    case when wished_opt_out <= getvariable('as_of') then wished_opt_out end as opted_out_on
from leaving;
