with

known as (
    {{ known_rows(source('files', 'costs'), dated=true) }}
)

select
    cost_id,
    account_id,
    product,
    cost_type,
    currency,
    cast(amount as {{ type_amount() }}) as amount,
    cast(month as date) as month,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
