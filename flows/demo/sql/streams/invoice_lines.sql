select invoice_id, line_id, account_id, subscription_id, invoice_date, posted_at, currency, amount, service_start,
    service_end, line_type,
    description, product
from line
order by invoice_date, no, line_id
