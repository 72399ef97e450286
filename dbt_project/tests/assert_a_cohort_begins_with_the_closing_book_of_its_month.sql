-- The cohort of a month is everybody who closed it with recurring revenue, and all that they closed it with.
with

both_sides as (
    select
        month,
        closing as amount,
        customers_close as customers
    from {{ ref('kpi_months') }}
    where level = 'customer'
    union all
    select
        base_month as month,
        -1 * base_mrr as amount,
        -1 * base_customers as customers
    from {{ ref('cohort_retention') }}
    where month = base_month
)

select
    month,
    sum(amount) as unexplained,
    sum(customers) as customers_unexplained
from both_sides
group by month
having
    sum(amount) <> 0
    or sum(customers) <> 0
