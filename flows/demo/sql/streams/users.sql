select user_key(user_no) as user_id,
    pick(user_no, 0, 'first', c.first_names) || ' ' || pick(user_no, 0, 'last', c.last_names) as name, team, is_active,
    case team when 'Management' then 'executive' when 'Customer Success' then 'customer_success'
        else lower(team) end as role,
    case when team <> 'Management'
        then user_key(10 * ((least(user_no, getvariable('last_user') - 1) - 1) // 10) + 1) end as manager_id
from staff
join country as c on c.country = pick(user_no, 0, 'country', ['FI', 'FI', 'FI', 'SE', 'DE', 'GB'])
order by user_no
