select
    cast(max(case when name = 'coverage_months' then value end) as int) as coverage_months,
    cast(max(case when name = 'uncoordinated_days' then value end) as int) as uncoordinated_days,
    cast(max(case when name = 'stale_ticket_days' then value end) as int) as stale_ticket_days,
    cast(max(case when name = 'recent_events' then value end) as int) as recent_events,
    cast(max(case when name = 'weekly_report_weeks' then value end) as int) as weekly_report_weeks
from {{ ref('settings') }}
