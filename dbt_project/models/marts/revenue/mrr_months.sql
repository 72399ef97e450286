select
    cast(account_id as string) as account_id,
    cast(customer_id as string) as customer_id,
    cast(mrr as decimal(18, 2)) as mrr,
    cast(month as date) as month
from {{ ref('int_mrr_account_months') }}
