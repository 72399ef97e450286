with

known as (
    {{ known_rows(source('files', 'refused_rows'), dated=true) }}
)

select
    stream,
    column_name,
    value,
    expected,
    raw,
    _source,
    _origin_file,
    cast(_origin_row as bigint) as _origin_row,
    _row_key
from known
where not _deleted
