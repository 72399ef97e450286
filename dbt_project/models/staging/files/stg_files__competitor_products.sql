with

known as (
    {{ known_rows(source('files', 'competitor_products'), dated=false) }}
)

select
    account_id,
    product,
    competitor,
    cast(yearly_amount as {{ type_amount() }}) as yearly_amount,
    cast(noted_on as date) as noted_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
