select contact_id, account_id, first_name || ' ' || last_name as name,
    -- One person serves two companies of a group: to which of them the person belongs is not for us to guess.
    case when plot in ('group_taker', 'group_steady') and n = 1 then 'office@kestrelgroup.co.uk'
        else lower(translate(first_name || '.' || replace(last_name, ' ', ''), 'äöåüøõÄÖÅÜØÕ',
            'aoauooAOAUOO')) || '@' || domain end as email,
    role, left_on is null as is_active, left_on as left_date,
    case when chance(no, n, 'channel') < 0.7
        then lower(pick(no, n, 'channel kind', [channel, channel, 'email', 'phone', 'video'])) end as preferred_channel,
    opted_out_on as newsletter_opt_out_date
from contact
order by no, n
