-- A customer closes a month with the recurring revenue of its accounts, or with 0 when that is too little to be active.
with

summed as (
    select
        customer_id,
        month,
        sum(mrr) as mrr
    from {{ ref('mrr_months') }}
    group by customer_id, month
),

both_sides as (
    select
        summed.customer_id,
        summed.month,
        case when summed.mrr > settings.active_mrr_over then summed.mrr else 0 end as amount
    from summed
    cross join {{ ref('int_policy_settings') }} as settings
    union all
    select
        customer_id,
        month,
        -1 * closing as amount
    from {{ ref('mrr_movements') }}
)

select
    customer_id,
    month,
    sum(amount) as unexplained
from both_sides
group by customer_id, month
having sum(amount) <> 0
