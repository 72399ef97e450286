select
    cast(max(case when name = 'reason_days_before' then value end) as int) as days_before,
    cast(max(case when name = 'reason_days_after' then value end) as int) as days_after,
    cast(max(case when name = 'renewal_reason_term_months' then value end) as int) as renewal_term_months,
    cast(max(case when name = 'win_back_months' then value end) as int) as win_back_months
from {{ ref('settings') }}
