with

known as (
    {{ known_rows(source('files', 'payments'), dated=true) }}
)

select
    payment_id,
    invoice_id,
    cast(amount as {{ type_amount() }}) as amount,
    cast(paid_date as date) as paid_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
