-- A person, and a seat, may be in several modules of a product on one day.
select
    account_id,
    coalesce(product, '') as product,
    used_on,
    max(active_users) as active_users,
    max(licensed_seats) as licensed_seats
from {{ ref('int_usage') }}
group by account_id, coalesce(product, ''), used_on
