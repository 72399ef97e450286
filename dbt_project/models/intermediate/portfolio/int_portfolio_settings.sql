select
    cast(max(case when name = 'wallet_care' then value end) as {{ type_double() }}) as wallet_care,
    cast(max(case when name = 'wallet_sales' then value end) as {{ type_double() }}) as wallet_sales,
    cast(max(case when name = 'no_growth_months' then value end) as int) as no_growth_months,
    cast(max(case when name = 'key_account_entry_score' then value end) as {{ type_double() }}) as entry_score,
    cast(max(case when name = 'key_account_exit_score' then value end) as {{ type_double() }}) as exit_score,
    cast(max(case when name = 'key_account_other_criteria_minimum' then value end) as int) as other_criteria_minimum
from {{ ref('settings') }}
