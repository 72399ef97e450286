with

known as (
    {{ known_rows(source('files', 'key_account_decisions'), dated=true) }}
)

select
    decision_id,
    account_id,
    decision,
    reason,
    proposed_by,
    approved_by,
    consulted_units,
    cast(decided_on as date) as decided_on,
    cast(next_review_date as date) as next_review_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
