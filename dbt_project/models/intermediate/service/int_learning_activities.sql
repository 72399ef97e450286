-- A training given to many at once teaches too, so it counts although it is no personal contact.
select
    activity_id,
    account_id,
    contact_id,
    activity_type,
    activity_date,
    {{ month_of('activity_date') }} as month
from {{ ref('int_activities') }}
where
    status = 'done'
    and activity_type in ('training', 'development_talk')
    and activity_date <= {{ as_of() }}
