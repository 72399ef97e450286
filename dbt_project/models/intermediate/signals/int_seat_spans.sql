with

changes as (
    select
        account_id,
        product,
        used_on,
        licensed_seats as seats,
        lag(licensed_seats) over (partition by account_id, product order by used_on asc) as seats_before
    from {{ ref('int_usage_days') }}
    where licensed_seats is not null
)

select
    account_id,
    product,
    seats,
    used_on as valid_from,
    coalesce(lead(used_on) over (partition by account_id, product order by used_on asc), {{ end_of_time() }})
        as valid_until
from changes
where coalesce(seats <> seats_before, true)
