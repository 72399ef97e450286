with

known as (
    {{ known_rows(source('files', 'plan_actions'), dated=false) }}
)

select
    action_id,
    plan_id,
    goal_id,
    account_id,
    owner_id,
    action_name,
    cast(is_milestone as boolean) as is_milestone,
    cast(due_date as date) as due_date,
    cast(done_on as date) as done_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
