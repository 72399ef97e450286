with months as (
    select *, unnest(range(0, getvariable('months') + 1)) as k from customer where start_on is not null
),
expected as (
    select *, month_start(k) as month_from,
        least(6, (0.12 + 0.035 * sqrt(base_eur / 30)) * (1.6 - happiness)
            * case when month_start(k) < trouble_from or trouble_from is null then case
                when dip_from between month_start(k) and plus_months(month_start(k), 2) then 3 else 1 end
                when month_start(k) >= return_on then 1
                when support_pattern = 'spike' and month_start(k) < plus_days(trouble_from, 100) then 4
                else 0.08 end
            + case when plot = 'late_payer' then 0.3 else 0 end) as tickets_a_month
    from months
),
counted as (
    select *, floor(tickets_a_month * 2 * chance(no, k, 'tickets') + chance(no, k,
        'tickets rounding'))::bigint as tickets from expected
),
opened as (
    select *, unnest(range(1, tickets + 1)) as t from counted
),
dated as (
    select *, k * 100 + t as n,
        workday(plus_days(month_from, whole(no, k * 100 + t, 'ticket day', 0, 27))) as day_ from opened
),
timed as (
    select *,
        at_hour(day_, 6 + 9 * chance(no, n, 'ticket hour')) as created_at,
        pick(no, n, 'priority', ['low', 'normal', 'normal', 'normal', 'high', 'urgent']) as priority,
        pick(no, n, 'category', ['how_to', 'how_to', 'bug', 'bug', 'access', 'billing', 'integration']) as category
    from dated
    where day_ >= start_on and day_ <= getvariable('as_of') and (coalesce(day_ <= end_on, true) or day_ >= return_on)
        and not coalesce(day_ between pause_from and resume_on, false)
    union all by name
    -- A new customer's data is moved by the support.
    select *, at_hour(day_, 6 + 9 * chance(no, n, 'ticket hour')) as created_at, 'normal' as priority,
        'data_migration' as category
    from (
        select *, 99001 as n, workday(plus_days(start_on, whole(no, 99001, 'migration day', 1, 40))) as day_
        from customer
        where start_on > plus_days(getvariable('first_day'), 31) and chance(no, 99001, 'migrates') < 0.85
    )
    where day_ <= getvariable('as_of') and coalesce(day_ <= end_on, true)
),
answered as (
    select *, created_at + to_seconds(round(3600 * exp(1.0 * normal(no, n, 'response')) * case priority
        when 'urgent' then 0.4 when 'high' then 1.0 when 'normal' then 3 else 6 end)::bigint) as answer_at,
        1 + 20 * exp(1.2 * normal(no, n, 'solution')) as hours_to_solve,
        getvariable('as_of')::timestamp + interval 20 hour as evening
    from timed
),
solved as (
    select *, case when answer_at <= evening then answer_at end as first_response_at,
        case when answer_at + to_seconds(round(3600 * hours_to_solve)::bigint) <= evening
            and chance(no, n, 'left open') > 0.01
            then answer_at + to_seconds(round(3600 * hours_to_solve)::bigint) end as solved_at
    from answered
)
select printf('TIC-%05d-%05d', s.no, s.n) as ticket_id, coalesce(support_key(s.no), s.account_id) as account_id,
    created_at, first_response_at, solved_at, priority,
    category,
    chance(s.no, s.n, 'complaint') < case when s.day_ >= s.trouble_from then 0.2 else 0.04 end as is_complaint,
    case when solved_at is not null then 'solved' when first_response_at is not null then 'pending'
        else 'open' end as status,
    case when solved_at is not null and chance(s.no, s.n, 'rated') < 0.35
        then least(5, greatest(1, round(1.4 + 3.9 * happiness + 0.8 * normal(s.no, s.n, 'rating')))) end::decimal(3,
            1) as satisfaction_score,
    c.contact_id,
    round(0.25 + 0.9 * exp(0.7 * normal(s.no, s.n, 'effort')), 2)::decimal(8, 2) as hours_spent,
    coalesce(solved_at, first_response_at, created_at) as updated_at
from solved as s
left join contact as c on c.no = s.no and c.n = whole(s.no, s.n, 'asker', 1, s.contact_count)
    and coalesce(c.left_on > s.day_, true)
order by s.no, s.n
