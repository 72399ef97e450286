-- A customer has churned when none of its accounts is left, so that a move within the group is none; lost with it is
-- every account that had revenue of its own in the month before.
select
    accounts.unit_id as account_id,
    customers.customer_id,
    customers.month as churn_month,
    {{ month_end('customers.month') }} as churned_on
from {{ ref('int_mrr_movements') }} as customers
inner join {{ ref('int_mrr_movements') }} as accounts
    on
        customers.customer_id = accounts.customer_id
        and customers.month = accounts.month
where
    customers.level = 'customer'
    and customers.movement = 'churn'
    and accounts.level = 'account'
    and accounts.opening > 0
