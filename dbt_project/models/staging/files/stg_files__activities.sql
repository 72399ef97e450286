with

known as (
    {{ known_rows(source('files', 'activities'), dated=true) }}
)

select
    activity_id,
    account_id,
    contact_id,
    activity_type,
    level,
    direction,
    status,
    owner,
    channel,
    touchpoint,
    tags,
    cast(is_mass as boolean) as is_mass,
    cast(has_minutes as boolean) as has_minutes,
    cast(has_agenda as boolean) as has_agenda,
    cast(activity_date as date) as activity_date,
    cast(logged_at as timestamp) as logged_at,
    _source,
    _origin_file,
    _origin_row,
    _row_key,
    _deleted as is_deleted
from known
