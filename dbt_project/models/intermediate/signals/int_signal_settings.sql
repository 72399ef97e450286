select cast(max(case when name = 'service_gap_days' then value end) as int) as service_gap_days
from {{ ref('settings') }}
