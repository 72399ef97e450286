with

settings as (
    select * from {{ ref('int_renewal_settings') }}
),

costs as (
    select
        tickets.account_id,
        coalesce(tickets.hours_spent, settings.hours_per_ticket) * settings.hourly_cost_support as cost
    from {{ ref('int_tickets') }} as tickets
    cross join settings
    where tickets.created_on > {{ add_months(as_of(), -12) }}
    union all
    select
        activities.account_id,
        types.hours * settings.hourly_cost_meeting as cost
    from {{ ref('int_activities') }} as activities
    inner join {{ ref('activity_types') }} as types
        on activities.activity_type = types.activity_type
    cross join settings
    where
        activities.is_contact
        and activities.activity_date > {{ add_months(as_of(), -12) }}
),

by_account as (
    select
        account_id,
        cast(sum(cost) as {{ type_amount() }}) as cost
    from costs
    group by account_id
)

select
    customers.customer_id,
    cast({{ scale_amount('coalesce(sum(by_account.cost), 0)', '1', '12') }} as {{ type_money() }})
        as monthly_cost_to_serve
from {{ ref('int_customer_months') }} as customers
left join by_account
    on customers.account_id = by_account.account_id
where customers.month = {{ last_published_month() }}
group by customers.customer_id
