with

numbered as (
    {{ landed_versions(source('files', 'invoice_lines')) }}
)

-- Lines that never changed say the same at every date; only the others have a history to keep.
select
    invoice_id,
    line_id,
    account_id,
    subscription_id,
    currency,
    line_type,
    product,
    version_number,
    cast(amount as {{ type_amount() }}) as amount,
    cast(invoice_date as date) as invoice_date,
    cast(service_start as date) as service_start,
    cast(service_end as date) as service_end,
    case when version_number > 1 then _known_on end as known_from,
    replaced_on as known_until,
    cast(posted_at as timestamp) as posted_at,
    _row_key,
    _deleted as is_deleted
from numbered
where versions > 1
