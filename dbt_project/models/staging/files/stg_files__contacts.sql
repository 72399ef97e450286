with

known as (
    {{ known_rows(source('files', 'contacts'), dated=false) }}
)

select
    contact_id,
    account_id,
    name,
    email,
    role,
    preferred_channel,
    cast(is_active as boolean) as is_active,
    cast(left_date as date) as left_date,
    cast(newsletter_opt_out_date as date) as newsletter_opt_out_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
