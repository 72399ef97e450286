with

known as (
    {{ known_rows(source('files', 'products'), dated=false) }}
)

select
    product,
    product_line,
    sales_motion,
    cast(offered_from as date) as offered_from,
    cast(offered_until as date) as offered_until,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
