select
    cast(account_id as string) as account_id,
    cast(customer_id as string) as customer_id,
    cast(sum(closing) as decimal(18, 2)) as mrr,
    max(case when is_awaiting_renewal then 1 else 0 end) = 1 as is_awaiting_renewal,
    cast(month as date) as month
from {{ ref('int_mrr_balances') }}
group by account_id, customer_id, month
