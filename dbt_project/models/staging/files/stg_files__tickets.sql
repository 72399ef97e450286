with

known as (
    {{ known_rows(source('files', 'tickets'), dated=true) }}
)

select
    ticket_id,
    account_id,
    contact_id,
    priority,
    category,
    status,
    cast(satisfaction_score as {{ type_amount() }}) as satisfaction_score,
    cast(hours_spent as {{ type_amount() }}) as hours_spent,
    cast(is_complaint as boolean) as is_complaint,
    cast(created_at as timestamp) as created_at,
    cast(first_response_at as timestamp) as first_response_at,
    cast(solved_at as timestamp) as solved_at,
    cast(updated_at as timestamp) as updated_at,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
