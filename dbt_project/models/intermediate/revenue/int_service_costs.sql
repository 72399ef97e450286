with

tickets as (
    select
        tickets.account_id,
        {{ month_of('tickets.created_on') }} as month,
        coalesce(tickets.hours_spent, settings.hours_per_ticket) * settings.hourly_cost_support as support_cost,
        0 as meeting_cost
    from {{ ref('int_tickets') }} as tickets
    cross join {{ ref('int_policy_settings') }} as settings
),

contacts as (
    select
        activities.account_id,
        {{ month_of('activities.activity_date') }} as month,
        0 as support_cost,
        types.hours * settings.hourly_cost_meeting as meeting_cost
    from {{ ref('int_activities') }} as activities
    inner join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    cross join {{ ref('int_policy_settings') }} as settings
    where activities.is_contact
)

select
    account_id,
    month,
    cast(sum(support_cost) as {{ type_amount() }}) as support_cost,
    cast(sum(meeting_cost) as {{ type_amount() }}) as meeting_cost
from (
    select * from tickets
    union all
    select * from contacts
) as parts
group by account_id, month
