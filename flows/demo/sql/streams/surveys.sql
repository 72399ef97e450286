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
    cross join (values (1), (2), (3)) as s (survey_no)
    where s.survey_no = 1
        or (s.survey_no = 2 and (chance(c.no, p.n * 100 + w.k, 'product survey') < 0.5 or c.plot = 'reference'))
        or (s.survey_no = 3 and p.role in ('main_user', 'user')
            and chance(c.no, p.n * 100 + w.k, 'effort survey') < 0.4)
),
felt as (
    select *, (p_id.key_) as key_,
        least(1.1, happiness - case when day_ > trouble_from and coalesce(day_ < return_on, true) then 0.38
            when dip_from between plus_days(day_, -40) and day_ then 0.2 else 0 end
            + case role when 'decision_maker' then 0.02 when 'main_user' then -0.02 else 0 end
            + case when plot = 'reference' then 0 else 0.13 end * normal(no, p_id.key_, 'mood')) as feeling,
        chance(no, p_id.key_, 'answers') < case when plot = 'reference' then 0.95 when day_ > trouble_from then 0.2
            when role = 'decision_maker' then 0.34 else 0.42 end as has_answered,
        plus_days(day_, floor(21 * pow(chance(no, p_id.key_, 'answer after'), 2))) as answered_on
    from (select *, {'key_': n * 10000 + k * 10 + survey_no} as p_id from invited)
)
select printf('SUR-%05d-%d', no, key_) as response_id,
    ['NPS', 'CSAT', 'CES'][survey_no] as survey_type, wave, account_id, contact_id, role as respondent_role,
        day_ as sent_date,
    case when has_answered and answered_on <= getvariable('as_of') then answered_on end as response_date,
    case when has_answered and answered_on <= getvariable('as_of') then case survey_no
        when 1 then greatest(0, least(10, round(1.4 + 9.2 * feeling)))
        when 2 then greatest(1, least(5, round(0.9 + 4.3 * feeling)))
        else greatest(1, least(7, round(0.8 + 6.4 * feeling))) end end::decimal(4, 1) as score,
    case survey_no when 2
        then pick(no, key_, 'subject', ['product', 'product', 'customer_service', 'sales']) end as subject,
    case survey_no when 3 then pick(no, key_, 'channel', ['phone', 'email', 'portal']) end as channel,
    case survey_no when 3 then 'request'
        when 2 then pick(no, key_, 'touchpoint', ['onboarding', 'daily_use', 'status_meeting']) end as touchpoint,
    case when has_answered and answered_on <= getvariable('as_of') and chance(no, key_, 'commented') < 0.3 then case
        when feeling > 0.8 then pick(no, key_, 'praise',
            ['Easy to work with, thank you.', 'Our manager knows our goals.', 'The reports save us a day every month.',
            'Questions are answered quickly.'])
        when feeling > 0.6 then pick(no, key_, 'middling',
            ['Good, but some reports are slow.', 'We would like more training.',
            'Fine, though we use only half of it.'])
        else pick(no, key_, 'complaint',
            ['Nobody has been in touch for a long time.', 'The same fault came back twice.',
            'We pay for things that we do not use.', 'Answers take too long.']) end end as comment,
    'survey_tool' as source
from felt
order by k, no, key_
