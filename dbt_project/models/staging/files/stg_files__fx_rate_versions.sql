with

numbered as (
    {{ landed_versions(source('files', 'fx_rates')) }}
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
