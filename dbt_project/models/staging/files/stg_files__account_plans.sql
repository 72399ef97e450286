with

known as (
    {{ known_rows(source('files', 'account_plans'), dated=false) }}
)

select
    plan_id,
    account_id,
    account_description,
    present_offering,
    relationship_analysis,
    resources,
    sales_opportunities,
    goals_summary,
    action_plan,
    contact_model,
    contributors,
    outlook,
    value_promise,
    participants,
    cast(customer_contributed as boolean) as customer_contributed,
    cast(plan_start as date) as plan_start,
    cast(plan_end as date) as plan_end,
    cast(shared_on as date) as shared_on,
    cast(updated_on as date) as updated_on,
    cast(next_review_date as date) as next_review_date,
    cast(playbook_done_on as date) as playbook_done_on,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
