with

known as (
    {{ known_rows(source('files', 'account_potentials'), dated=true) }}
)

select
    account_id,
    product,
    estimated_by,
    cast(potential_annual as {{ type_amount() }}) as potential_annual,
    cast(estimated_on as date) as estimated_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
