with

heard as (
    select
        account_id,
        activity_date as inbound_on,
        1 as by_activity,
        0 as by_ticket
    from {{ ref('int_activities') }}
    where
        direction = 'inbound'
        and status = 'done'
        and not is_mass
        and activity_date <= {{ as_of() }}
    union all
    select
        account_id,
        created_on as inbound_on,
        0 as by_activity,
        1 as by_ticket
    from {{ ref('int_tickets') }}
)

select
    account_id,
    inbound_on,
    max(by_activity) as by_activity,
    max(by_ticket) as by_ticket
from heard
group by account_id, inbound_on
