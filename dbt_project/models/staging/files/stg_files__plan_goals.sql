with

known as (
    {{ known_rows(source('files', 'plan_goals'), dated=false) }}
)

select
    goal_id,
    plan_id,
    account_id,
    goal_name,
    goal_type,
    measure,
    cast(baseline as {{ type_amount() }}) as baseline,
    cast(target as {{ type_amount() }}) as target,
    cast(actual as {{ type_amount() }}) as actual,
    cast(version as bigint) as version,
    cast(set_on as date) as set_on,
    cast(due_date as date) as due_date,
    cast(achieved_on as date) as achieved_on,
    cast(acknowledged_on as date) as acknowledged_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
