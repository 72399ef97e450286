select printf('ENT-%05d-%d', no, n) as entitlement_id, account_id,
    ['own_manager', 'pricing', 'reserved_capacity'][n] as entitlement_type,
    ['A manager of its own', 'Prices of the frame agreement', 'Ten days of consulting kept free'][n] as details,
    greatest(start_on, getvariable('first_day')) as valid_from,
    case when n = 2 then plus_days(plus_months(getvariable('as_of'), 6), 0) end as valid_until
from (select *, unnest([1, 2, 3]) as n from customer where is_key and start_on <= getvariable('as_of'))
where chance(no, 0, 'entitled') < 0.85 and chance(no, n, 'entitlement') < 0.7
order by no, n
