with

known as (
    {{ known_rows(source('files', 'usage'), dated=true) }}
)

select
    account_id,
    cast(date as date) as date,
    product,
    module,
    cast(active_users as bigint) as active_users,
    cast(events as bigint) as events,
    cast(licensed_seats as bigint) as licensed_seats,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
