with

known as (
    {{ known_rows(source('files', 'users'), dated=false) }}
)

select
    user_id,
    name,
    team,
    role,
    manager_id,
    cast(is_active as boolean) as is_active,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
