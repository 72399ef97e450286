with

known as (
    {{ known_rows(source('files', 'fx_rates'), dated=true) }}
)

select
    cast(month as date) as month,
    currency,
    cast(rate_to_reporting as {{ type_rate() }}) as rate_to_reporting,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
