with

known as (
    {{ known_rows(source('files', 'key_account_ratings'), dated=true) }}
)

select
    account_id,
    criterion,
    rated_by,
    cast(rating as {{ type_amount() }}) as rating,
    cast(rated_on as date) as rated_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
