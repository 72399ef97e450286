select
    used_on,
    max(case when licensed_seats > 0 then 1 else 0 end) as tells_seats
from {{ ref('int_usage_days') }}
group by used_on
