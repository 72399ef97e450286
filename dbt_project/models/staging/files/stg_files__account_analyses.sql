with

known as (
    {{ known_rows(source('files', 'account_analyses'), dated=false) }}
)

select
    analysis_id,
    account_id,
    framework,
    item,
    note,
    cast(written_on as date) as written_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
