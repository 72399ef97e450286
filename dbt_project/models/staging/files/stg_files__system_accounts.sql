with

known as (
    {{ known_rows(source('files', 'system_accounts'), dated=false) }}
)

select
    system,
    system_account_id,
    account_id,
    vat_id,
    business_id,
    name,
    email,
    domain,
    phone,
    country,
    city,
    postal_code,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
