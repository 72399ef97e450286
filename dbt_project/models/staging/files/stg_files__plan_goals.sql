with

known as (
    {{ known_rows(source('files', 'plan_goals'), dated=false) }}
)

select
    goal_id,
    plan_id,
    account_id,
    parent_goal_id,
    goal_name,
    goal_type,
    measure,
    horizon,
    cast(baseline as {{ type_amount() }}) as baseline,
    cast(target as {{ type_amount() }}) as target,
    cast(actual as {{ type_amount() }}) as actual,
    cast(promised_benefit as {{ type_amount() }}) as promised_benefit,
    cast(realised_benefit as {{ type_amount() }}) as realised_benefit,
    cast(version as bigint) as version,
    cast(set_on as date) as set_on,
    cast(due_date as date) as due_date,
    cast(achieved_on as date) as achieved_on,
    cast(acknowledged_on as date) as acknowledged_on,
    cast(starts_on as date) as starts_on,
    cast(review_date as date) as review_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
