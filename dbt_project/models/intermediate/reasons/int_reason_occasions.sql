with

movements as (
    select
        *,
        min(month) over () as first_month
    from {{ ref('int_mrr_movements') }}
    where level = 'customer'
)

select
    'leave' as event,
    unit_id as customer_id,
    month,
    -1 * churn as mrr
from movements
where movement = 'churn'
union all
-- Who pays in the first month of the books may have bought long before.
select
    'buy' as event,
    unit_id as customer_id,
    month,
    new as mrr
from movements
where
    movement = 'new'
    and month > first_month
union all
select
    'renew' as event,
    customers.customer_id,
    decisions.month,
    sum(decisions.mrr) as mrr
from {{ ref('int_renewal_decisions') }} as decisions
inner join {{ ref('int_customer_months') }} as customers
    on
        decisions.account_id = customers.account_id
        and decisions.month = customers.month
group by customers.customer_id, decisions.month
