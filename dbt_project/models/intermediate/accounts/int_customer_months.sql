select
    regimes.month,
    customers.account_id,
    customers.customer_id
from {{ ref('int_hierarchy_regimes') }} as regimes
inner join {{ ref('int_customer_regimes') }} as customers
    on regimes.regime_month = customers.regime_month
