with

known as (
    {{ known_rows(source('files', 'targets'), dated=false) }}
)

select
    target_id,
    account_id,
    owner_id,
    metric,
    cast(target as {{ type_amount() }}) as target,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end,
    cast(set_on as date) as set_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
