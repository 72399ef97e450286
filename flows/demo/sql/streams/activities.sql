with slots as (
    select c.no, c.plot, c.care_class, c.is_prospect, c.start_on, c.end_on, c.return_on, c.trouble_from, c.notice_on,
        c.owner_no, c.manager_no, c.sponsor_no,
        c.contact_count, s.* exclude (care_class),
        unnest(range(0, getvariable('days') // s.every_days + 4)) as n
    from customer as c
    join care_slot as s
        on coalesce(s.care_class = c.care_class, not c.is_prospect)
        and not (s.is_mass and chance(c.no, s.slot_no, 'subscribed') > 0.7)
        and not (s.activity_type = 'webinar' and c.care_class = 'A')
),
dated as (
    select *, slot_no * 10000 + n as id,
        workday(plus_days(getvariable('first_day'),
            n * every_days + case when is_mass then 40 else whole(no, slot_no, 'phase', 0, every_days - 1)
            + case when every_days > 60 then whole(no, slot_no * 10000 + n, 'jitter', -8, 8)
                else whole(no, slot_no * 10000 + n, 'jitter', -4, 4) end end)) as day_
    from slots
    union all by name
    -- What a new customer begins with.
    select c.no, c.plot, c.is_prospect, c.start_on, c.end_on, c.return_on, c.trouble_from, c.notice_on,
        c.owner_no, c.manager_no, c.sponsor_no, c.contact_count,
        'operational' as level, s.activity_type, 'outbound' as direction, false as is_mass, s.touchpoint,
        'video' as channel, s.id,
        workday(plus_days(c.start_on, whole(c.no, s.id, 'onboarding day', s.earliest, s.latest))) as day_
    from customer as c
    cross join (values
        (900001, 'meeting', 'kick_off', -20, 6), (900002, 'training', 'training', 20, 50)
    ) as s (id, activity_type, touchpoint, earliest, latest)
    where c.start_on > plus_days(getvariable('first_day'), 31) and c.start_on <= getvariable('as_of')
),
judged as (
    select *,
        case
            when is_mass then 0
            when plot = 'reference' then 0
            when plot = 'uncontacted' and day_ > plus_days(getvariable('as_of'), -735) then 1
            when plot = 'silent' and day_ > plus_days(getvariable('as_of'),
                case when direction = 'inbound' then -235 else -140 end) then 1
            when plot = 'potential' and day_ > plus_days(getvariable('as_of'), -250) then 1
            when direction = 'inbound' and day_ > plus_days(trouble_from, 25)
                and coalesce(day_ < return_on, true) then 1
            when day_ > notice_on and coalesce(day_ < return_on, true) then 0.75
            when direction = 'inbound' then 0.25
            -- Some account managers do not keep the promised care.
            when chance(manager_no, 0, 'careless') < 0.22 then 0.55
            else 0.07
        end as missed
    from dated
    where day_ >= getvariable('first_day') and day_ <= plus_days(getvariable('as_of'), 90)
        and (is_prospect or day_ >= start_on
            or (day_ >= plus_days(start_on, -90) and activity_type in ('meeting', 'call', 'email')))
        and (is_mass or plot = 'uncontacted' or coalesce(day_ <= end_on, true) or day_ >= return_on)
),
settled as (
    select *,
        case when day_ > getvariable('as_of') then 'planned' when chance(no, id, 'cancelled') < 0.04 and not is_mass
            and direction = 'outbound'
            -- One success manager in four writes things down late, and leaves plans open whose day has passed.
            then case when manager_no % 10 = 8 then 'planned' else 'cancelled' end
            else 'done' end as status,
        case when is_mass then 0 when manager_no % 10 = 8 then whole(no, id, 'logged late', 1, 21)
            else whole(no, id, 'logged', 0, 2) end as days_to_log,
        case when level = 'strategic' then 1 else whole(no, id, 'contact', 1, contact_count) end as contact_no
    from judged
    where chance(no, id, 'missed') >= missed
        and (day_ <= getvariable('as_of')
            or (direction = 'outbound' and not is_mass and chance(no, id, 'planned') < 0.65))
)
select printf('ACT-%05d-%06d', s.no, s.id) as activity_id, account_key(s.no) as account_id, day_ as activity_date,
    activity_type, level, direction, status,
    is_mass,
    user_key(case when is_mass then 1 when level = 'strategic' then coalesce(sponsor_no, owner_no)
        when s.is_prospect then owner_no
        when chance(s.no, id, 'by seller') < 0.2 then owner_no else manager_no end) as owner,
    case when not is_mass then c.contact_id end as contact_id,
    case when activity_type in ('meeting', 'development_talk', 'workshop')
        and status = 'done' then chance(s.no, id, 'minutes') < 0.75 end as has_minutes,
    case when activity_type in ('meeting', 'development_talk', 'workshop')
        then chance(s.no, id, 'agenda') < 0.8 end as has_agenda,
    s.channel, touchpoint,
    case when touchpoint = 'kick_off' then case when chance(s.no, id, 'handed over') < 0.6 then 'hand_over' end
        when not is_mass and status = 'done' and chance(s.no, id, 'tagged') < 0.15
        then pick(s.no, id, 'tag',
            ['goals', 'success', 'expectations', 'tools', 'channels', 'satisfaction', 'disappointments',
            'add-on sales']) end as tags,
    case when status = 'done' then at_hour(least(plus_days(day_, days_to_log), getvariable('as_of')),
        12 + 3 * chance(s.no, id, 'logged hour')) end as logged_at
from settled as s
left join contact as c on c.no = s.no and c.n = s.contact_no and coalesce(c.left_on > s.day_, true)
order by s.no, s.id
