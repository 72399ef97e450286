with

numbered as (
    select
        *,
        row_number() over (partition by _row_key order by _run_id asc) as version_number,
        -- A later run may have been made for an earlier date, from which it replaces all before it.
        min(_known_on) over (
            partition by _row_key
            order by _run_id asc
            rows between 1 following and unbounded following
        ) as replaced_on,
        count(*) over (partition by _row_key) as versions
    from {{ source('files', 'fx_rates') }}
    where _known_on <= {{ as_of() }}
)

-- Rates that never changed say the same at every date; only the others have a history to keep.
select
    currency,
    version_number,
    cast(rate_to_reporting as {{ type_rate() }}) as rate_to_reporting,
    cast(month as date) as month,
    case when version_number > 1 then _known_on end as known_from,
    replaced_on as known_until,
    _row_key,
    _deleted as is_deleted
from numbered
where versions > 1
