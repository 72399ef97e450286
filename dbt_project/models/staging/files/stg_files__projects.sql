with

known as (
    {{ known_rows(source('files', 'projects'), dated=false) }}
)

select
    project_id,
    account_id,
    project_name,
    status,
    cast(start_date as date) as start_date,
    cast(due_date as date) as due_date,
    cast(done_on as date) as done_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
