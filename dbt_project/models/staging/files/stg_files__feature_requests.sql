with

known as (
    {{ known_rows(source('files', 'feature_requests'), dated=false) }}
)

select
    request_id,
    account_id,
    wish,
    status,
    cast(need_confirmed as boolean) as need_confirmed,
    cast(requested_on as date) as requested_on,
    cast(answered_on as date) as answered_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
