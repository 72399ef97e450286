select
    cast(account_id as string) as account_id,
    cast(sum(revenue) as decimal(18, 2)) as revenue,
    cast(month as date) as month
from {{ ref('int_revenue_product_months') }}
group by account_id, month
