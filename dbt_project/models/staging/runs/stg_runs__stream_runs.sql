select
    run_id,
    as_of,
    started_at,
    run_outcome,
    source,
    stream,
    newest_date,
    rows_read,
    rows_refused,
    rows_new,
    rows_changed,
    rows_deleted,
    rows_after,
    last_changed_run
from {{ source('audit', 'stream_runs') }}
