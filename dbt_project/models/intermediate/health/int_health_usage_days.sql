-- One person uses several modules of a product, so that modules are not added up; products are other people's.
select
    account_id,
    product,
    used_on,
    cast(max(active_users) as bigint) as active_users,
    cast(max(licensed_seats) as bigint) as licensed_seats
from {{ ref('int_usage') }}
group by account_id, product, used_on
