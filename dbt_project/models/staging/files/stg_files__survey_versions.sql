with

numbered as (
    {{ landed_versions(source('files', 'surveys')) }}
)

-- Answers that never changed have no history to keep.
select
    response_id,
    account_id,
    contact_id,
    survey_type,
    wave,
    version_number,
    cast(score as {{ type_amount() }}) as score,
    cast(sent_date as date) as sent_date,
    cast(response_date as date) as response_date,
    replaced_on as known_until,
    _row_key,
    _deleted as is_deleted
from numbered
where versions > 1
