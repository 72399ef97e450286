with

known as (
    {{ known_rows(source('files', 'invoices'), dated=true) }}
)

select
    invoice_id,
    account_id,
    currency,
    cast(amount as {{ type_amount() }}) as amount,
    cast(invoice_date as date) as invoice_date,
    cast(due_date as date) as due_date,
    cast(paid_date as date) as paid_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
