-- Every churn of the movements is one customer lost, to the cent, and no customer is lost without one.
select
    movements.month as churn_month,
    churned.month as lost_month,
    movements.customer_id,
    churned.customer_id as lost_customer_id,
    movements.churn,
    churned.mrr
from (
    select * from {{ ref('mrr_movements') }}
    where movement = 'churn'
) as movements
full outer join {{ ref('churned_customers') }} as churned
    on
        movements.customer_id = churned.customer_id
        and movements.month = churned.month
where
    movements.customer_id is null
    or churned.customer_id is null
    or movements.churn <> -1 * churned.mrr
