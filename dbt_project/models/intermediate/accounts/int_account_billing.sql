select
    account_id,
    sum(open_amount) as open_amount,
    sum(case when is_overdue then open_amount else 0 end) as overdue_amount,
    max(case when is_overdue and open_amount > 0 then days_past_due end) as max_days_overdue,
    max(invoice_date) as last_invoice_date,
    max(settled_on) as last_settled_on
from {{ ref('int_invoice_balances') }}
group by account_id
