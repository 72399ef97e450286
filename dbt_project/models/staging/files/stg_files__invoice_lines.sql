with

known as (
    {{ known_rows(source('files', 'invoice_lines'), dated=true) }}
)

select
    invoice_id,
    line_id,
    account_id,
    subscription_id,
    currency,
    line_type,
    description,
    product,
    cast(amount as {{ type_amount() }}) as amount,
    cast(invoice_date as date) as invoice_date,
    cast(service_start as date) as service_start,
    cast(service_end as date) as service_end,
    cast(posted_at as timestamp) as posted_at,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
