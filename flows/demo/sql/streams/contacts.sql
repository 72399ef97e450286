select contact_id, account_id, first_name || ' ' || last_name as name,
    lower(translate(first_name || '.' || replace(last_name, ' ', ''), 'äöåüøõÄÖÅÜØÕ',
        'aoauooAOAUOO')) || '@' || domain as email,
    role, left_on is null as is_active, left_on as left_date,
    case when chance(no, n, 'channel') < 0.7
        then lower(pick(no, n, 'channel kind', [channel, channel, 'email', 'phone', 'video'])) end as preferred_channel,
    opted_out_on as newsletter_opt_out_date
from contact
order by no, n
