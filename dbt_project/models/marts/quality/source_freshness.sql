with

limits as (
    select
        name,
        cast(nullif(value, '') as int) as days
    from {{ ref('settings') }}
    where name like 'days_behind_warn%'
),

aged as (
    select
        runs.*,
        {{ days_between('runs.newest_date', 'runs.as_of') }} as days_behind,
        coalesce(own.days, usual.days) as days_limit
    from {{ ref('stg_runs__stream_runs') }} as runs
    left join limits as own
        on own.name = 'days_behind_warn_' || runs.stream
    left join limits as usual
        on usual.name = 'days_behind_warn'
)

select
    cast(run_id as string) as run_id,
    cast(as_of as date) as as_of,
    cast(run_outcome as string) as run_outcome,
    cast(source as string) as source,
    cast(stream as string) as stream,
    cast(newest_date as date) as newest_date,
    cast(days_behind as int) as days_behind,
    cast(days_limit as int) as days_limit,
    cast(days_behind > days_limit as boolean) as is_late,
    cast(rows_read as bigint) as rows_read,
    cast(rows_refused as bigint) as rows_refused,
    {{ safe_divide('rows_refused', 'rows_read') }} as refused_share,
    cast(rows_new as bigint) as rows_new,
    cast(rows_changed as bigint) as rows_changed,
    cast(rows_deleted as bigint) as rows_deleted,
    cast(rows_after as bigint) as rows_after,
    cast(last_changed_run as string) as last_changed_run,
    cast(run_id = max(run_id) over () as boolean) as is_newest_run
from aged
