with

known as (
    {{ known_rows(source('files', 'entitlements'), dated=true) }}
)

select
    entitlement_id,
    account_id,
    entitlement_type,
    details,
    cast(valid_from as date) as valid_from,
    cast(valid_until as date) as valid_until,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
