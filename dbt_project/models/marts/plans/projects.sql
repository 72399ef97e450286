with

judged as (
    select
        *,
        coalesce(status in ('done', 'cancelled'), false) as is_over
    from {{ ref('int_projects') }}
)

select
    cast(project_id as string) as project_id,
    cast(account_id as string) as account_id,
    cast(project_name as string) as project_name,
    cast(status as string) as status,
    cast(case
        when done_on is not null then {{ days_between('due_date', 'done_on') }}
        when not is_over and due_date < {{ as_of() }} then {{ days_between('due_date', as_of()) }}
    end as int) as slippage_days,
    coalesce(status = 'running', false) as is_running,
    not is_over and coalesce(due_date < {{ as_of() }}, false) as is_overdue,
    cast(start_date as date) as start_date,
    cast(due_date as date) as due_date,
    cast(done_on as date) as done_on
from judged
