with

-- A seat may be used in several modules of a product on one day.
days as (
    select
        account_id,
        used_on,
        max(active_users) as active_users,
        max(licensed_seats) as licensed_seats
    from {{ ref('int_usage') }}
    group by account_id, product, used_on
)

select
    days.account_id,
    days.used_on as happened_on
from days
cross join {{ ref('int_journey_settings') }} as settings
where
    days.licensed_seats > 0
    and days.active_users >= settings.first_value_seat_share * days.licensed_seats
union
select
    account_id,
    acknowledged_on as happened_on
from {{ ref('int_plan_goals') }}
where acknowledged_on is not null
