with

totals as (
    {{ landed_totals('files') }}
)

select
    source,
    stream,
    rows_standing,
    amount_standing
from totals
where stream is not null
