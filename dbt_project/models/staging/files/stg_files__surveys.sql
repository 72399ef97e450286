with

known as (
    {{ known_rows(source('files', 'surveys'), dated=true) }}
)

select
    response_id,
    account_id,
    contact_id,
    survey_type,
    wave,
    respondent_role,
    subject,
    channel,
    touchpoint,
    comment,
    source,
    cast(score as {{ type_amount() }}) as score,
    cast(sent_date as date) as sent_date,
    cast(response_date as date) as response_date,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
