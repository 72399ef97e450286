with

by_account as (
    select
        account_id,
        sum(support_cost + meeting_cost) as cost
    from {{ ref('int_service_costs') }}
    where
        month > {{ add_months(last_published_month(), -12) }}
        and month <= {{ last_published_month() }}
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
