select
    cast(customer_id as string) as customer_id,
    cast(movement as string) as movement,
    cast(opening as decimal(18, 2)) as opening,
    cast(new as decimal(18, 2)) as new,
    cast(reactivation as decimal(18, 2)) as reactivation,
    cast(expansion as decimal(18, 2)) as expansion,
    cast(contraction as decimal(18, 2)) as contraction,
    cast(churn as decimal(18, 2)) as churn,
    cast(fx as decimal(18, 2)) as fx,
    cast(rounding as decimal(18, 2)) as rounding,
    cast(closing as decimal(18, 2)) as closing,
    cast(month as date) as month
from {{ ref('int_mrr_movements') }}
where
    level = 'customer'
    and (opening <> 0 or closing <> 0)
