with

known as (
    {{ known_rows(source('files', 'commitments'), dated=false) }}
)

select
    commitment_id,
    account_id,
    owner_id,
    promise,
    cast(made_on as date) as made_on,
    cast(promised_for as date) as promised_for,
    cast(done_on as date) as done_on,
    cast(told_late_on as date) as told_late_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
