select
    run_id,
    as_of,
    started_at,
    gate,
    suite,
    table_name,
    column_name,
    expectation,
    severity,
    outcome,
    observed,
    unexpected_rows,
    sample,
    remedy,
    failing_since,
    failing_since_run
from {{ source('audit', 'gate_results') }}
