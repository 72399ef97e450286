with waves as (
    select k, plus_days(month_start(k), 11) as day_,
        printf('%d-H%d', year(month_start(k)), case when month(month_start(k)) <= 6 then 1 else 2 end) as wave
    from (select unnest(range(0, getvariable('months') + 1)) as k)
    where month(month_start(k)) in (3, 9) and plus_days(month_start(k), 11) <= getvariable('as_of')
),
invited as (
    select w.*, c.account_id, c.no, c.happiness, c.plot, c.trouble_from, c.return_on, c.dip_from, p.n, p.contact_id,
        p.role, s.survey_no
    from waves as w
    join customer as c
        on c.start_on <= plus_days(w.day_, -30) and (coalesce(c.end_on >= w.day_, true) or c.return_on <= w.day_)
            and not coalesce(w.day_ between c.pause_from and c.resume_on, false)
    join contact as p on p.no = c.no and coalesce(p.left_on > w.day_, true)
    cross join (values (1), (2), (3), (4)) as s (survey_no)
    where s.survey_no = 1
        or (s.survey_no = 2 and (chance(c.no, p.n * 100 + w.k, 'product survey') < 0.5 or c.plot = 'reference'))
        or (s.survey_no = 3 and p.role in ('main_user', 'user')
            and chance(c.no, p.n * 100 + w.k, 'effort survey') < 0.4)
        or (s.survey_no = 4 and p.role in ('decision_maker', 'main_user')
            and (chance(c.no, p.n * 100 + w.k, 'expectation survey') < 0.7 or c.plot = 'reference'))
),
-- Nobody is invited to what is asked aloud in a meeting; the answer comes at once.
asked_aloud as (
    select m.k, m.day_, null as wave, c.account_id, c.no, c.happiness, c.plot, c.trouble_from, c.return_on, c.dip_from,
        p.n, p.contact_id, p.role, 5 as survey_no
    from (
        select k, workday(plus_days(month_start(k), 17)) as day_
        from (select unnest(range(0, getvariable('months') + 1)) as k)
        where workday(plus_days(month_start(k), 17)) <= getvariable('as_of')
    ) as m
    join customer as c
        on c.start_on <= m.day_ and (coalesce(c.end_on >= m.day_, true) or c.return_on <= m.day_)
            and not coalesce(m.day_ between c.pause_from and c.resume_on, false)
    join contact as p on p.no = c.no and p.n <= 2 and coalesce(p.left_on > m.day_, true)
    where chance(c.no, p.n * 100 + m.k, 'asked aloud') < case c.care_class when 'A' then 0.08 else 0.03 end
),
asked_on_leaving as (
    select months_from(getvariable('first_day'), c.end_on) as k, workday(plus_days(c.end_on, 7)) as day_, null as wave,
        c.account_id, c.no, c.happiness, c.plot, c.trouble_from, c.return_on, c.dip_from, p.n, p.contact_id, p.role,
        6 as survey_no
    from customer as c
    join contact as p on p.no = c.no and p.n <= 2 and coalesce(p.left_on > c.end_on, true)
    where workday(plus_days(c.end_on, 7)) <= getvariable('as_of') and c.plot is distinct from 'group_giver'
),
felt as (
    select *, (p_id.key_) as key_,
        least(1.1, happiness - case when day_ > trouble_from and coalesce(day_ < return_on, true) then 0.38
            when dip_from between plus_days(day_, -40) and day_ then 0.2 else 0 end
            + case role when 'decision_maker' then 0.02 when 'main_user' then -0.02 else 0 end
            + case when plot = 'reference' then 0 else 0.13 end * normal(no, p_id.key_, 'mood')) as feeling,
        chance(no, p_id.key_, 'answers') < case when survey_no = 5 then 1
            when plot = 'reference' then 0.95 when survey_no = 6 then 0.45 when day_ > trouble_from then 0.2
            when role = 'decision_maker' then 0.34 else 0.42 end as has_answered,
        case when survey_no = 5 then day_
            else plus_days(day_, floor(21 * pow(chance(no, p_id.key_, 'answer after'), 2))) end as answered_on
    from (
        select *, {'key_': n * 10000 + k * 10 + survey_no} as p_id
        from (select * from invited union all select * from asked_aloud union all select * from asked_on_leaving)
    )
),
answered as (
    select printf('SUR-%05d-%d', no, key_) as response_id,
        ['NPS', 'CSAT', 'CES', 'EXPECTATION', 'VERBAL', 'EXIT'][survey_no] as survey_type, wave, account_id,
        -- A few people answer without a name, and a few write what is not on the scale.
        case when plot is not null or not has_answered or survey_no > 2 or chance(no, key_, 'hides') >= 0.015
            then contact_id end as contact_id,
        role as respondent_role, case when survey_no <> 5 then day_ end as sent_date,
        case when has_answered and answered_on <= getvariable('as_of') then answered_on end as response_date,
        case when has_answered and answered_on <= getvariable('as_of') then case
            when survey_no = 1 and plot is null and chance(no, key_, 'slips') < 0.004 then 11
            when survey_no = 1 then greatest(0, least(10, round(1.4 + 9.2 * feeling)))
            when survey_no = 3 then greatest(1, least(7, round(0.8 + 6.4 * feeling)))
            when survey_no = 4 then case when feeling < 0.55 then 1 when feeling < 0.84 then 2 else 3 end
            else greatest(1, least(5, round(0.9 + 4.3 * feeling))) end end::decimal(4, 1) as score,
        case survey_no
            when 2 then pick(no, key_, 'subject', ['product', 'product', 'customer_service', 'sales'])
            when 6 then pick(no, key_, 'leaves over', ['product', 'customer_service', 'price']) end as subject,
        case survey_no when 3 then pick(no, key_, 'channel', ['phone', 'email', 'portal'])
            when 5 then pick(no, key_, 'asked in', ['meeting', 'meeting', 'video', 'call']) end as channel,
        case survey_no when 3 then 'request'
            when 2 then pick(no, key_, 'touchpoint', ['onboarding', 'daily_use', 'status_meeting'])
            when 5 then 'status_meeting' when 6 then 'leaving' end as touchpoint,
        case when has_answered and answered_on <= getvariable('as_of') and survey_no in (1, 2, 3)
            and chance(no, key_, 'commented') < 0.3 then case
            when feeling > 0.8 then pick(no, key_, 'praise',
                ['Easy to work with, thank you.', 'Our manager knows our goals.',
                'The reports save us a day every month.', 'Questions are answered quickly.'])
            when feeling > 0.6 then pick(no, key_, 'middling',
                ['Good, but some reports are slow.', 'We would like more training.',
                'Fine, though we use only half of it.'])
            else pick(no, key_, 'complaint',
                ['Nobody has been in touch for a long time.', 'The same fault came back twice.',
                'We pay for things that we do not use.', 'Answers take too long.']) end end as comment,
        case survey_no when 5 then 'meeting' else 'survey_tool' end as source,
        k, no, key_, plot
    from felt
),
-- Some think again and answer once more, some press the button twice.
answered_again as (
    select response_id || '-2' as response_id, survey_type, wave, account_id, contact_id, respondent_role, sent_date,
        plus_days(response_date, 1) as response_date,
        case when chance(no, key_, 'edits') < 0.01 then greatest(0, score - 1) else score end as score,
        subject, channel, touchpoint, null as comment, source, k, no, key_
    from answered
    where survey_type = 'NPS' and plot is null and contact_id is not null and chance(no, key_, 'edits') < 0.02
        and plus_days(response_date, 1) <= getvariable('as_of')
),
-- Own staff are asked by name of no customer, and once for the whole company.
own_staff as (
    select printf('PUL-%03d-%d', s.user_no, w.k) as response_id, 'INTERNAL' as survey_type, w.wave, null as account_id,
        null as contact_id, null as respondent_role, w.day_ as sent_date,
        case when chance(s.user_no, w.k, 'pulse') < 0.7 and plus_days(w.day_, 5) <= getvariable('as_of')
            then plus_days(w.day_, 5) end as response_date,
        case when chance(s.user_no, w.k, 'pulse') < 0.7 and plus_days(w.day_, 5) <= getvariable('as_of')
            then greatest(1, least(5, round(3.5 + 0.8 * normal(s.user_no, w.k, 'pulse mood')))) end::decimal(4, 1)
            as score,
        lower(replace(s.team, ' ', '_')) as subject, null as channel, null as touchpoint, null as comment,
        'pulse' as source, w.k, 0 as no, s.user_no as key_
    from waves as w
    cross join staff as s
    where getvariable('first_no') = 1 and s.is_active
)
select * exclude (k, no, key_)
from (
    select * exclude (plot) from answered
    union all
    select * from answered_again
    union all
    select * from own_staff
)
order by k, no, key_, response_id
