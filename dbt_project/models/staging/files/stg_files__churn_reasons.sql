with

known as (
    {{ known_rows(source('files', 'churn_reasons'), dated=true) }}
)

select
    reason_id,
    account_id,
    event,
    reason_code,
    note,
    cast(reason_date as date) as reason_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
