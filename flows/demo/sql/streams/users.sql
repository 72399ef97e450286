select user_key(user_no) as user_id,
    pick(user_no, 0, 'first', c.first_names) || ' ' || pick(user_no, 0, 'last', c.last_names) as name, team, is_active
from staff
join country as c on c.country = pick(user_no, 0, 'country', ['FI', 'FI', 'FI', 'SE', 'DE', 'GB'])
order by user_no
