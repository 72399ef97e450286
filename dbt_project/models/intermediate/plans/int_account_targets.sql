with

-- Of an account's own money targets that are over, how far the outcome lay from the target, as a share of it.
judged as (
    select
        account_id,
        status,
        is_reached,
        case
            when status = 'over' and metric in ('revenue', 'billing', 'mrr')
                then abs({{ safe_divide('actual - target', 'target') }})
        end as error
    from {{ ref('target_attainment') }}
    where level = 'account'
)

select
    account_id,
    count(*) as targets,
    sum(case when status = 'running' then 1 else 0 end) as running_targets,
    sum(case when status = 'over' and is_reached is not null then 1 else 0 end) as judged_targets,
    sum(case when status = 'over' and is_reached then 1 else 0 end) as reached_targets,
    {{ safe_divide('sum(error)', 'count(error)') }} as forecast_error
from judged
group by account_id
