with

known as (
    {{ known_rows(source('files', 'refused_rows'), dated=true) }}
),

-- A night of the past shows what was refused by then; one before the first landing, what its only reading refused.
first_landing as (
    select min(_known_on) as known_on from {{ source('files', 'accounts') }}
)

select
    known.stream,
    known.column_name,
    known.value,
    known.expected,
    known.raw,
    known._source,
    known._origin_file,
    cast(known._origin_row as bigint) as _origin_row,
    known._row_key
from known
cross join first_landing
where
    not known._deleted
    and (known._known_on <= {{ as_of() }} or first_landing.known_on > {{ as_of() }})
