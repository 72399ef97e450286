select
    'contacts' as feed,
    min(activity_date) as first_day
from {{ ref('int_activities') }}
where is_contact
union all
select
    'tickets' as feed,
    min(created_on) as first_day
from {{ ref('int_tickets') }}
