select
    cast(sum(case when states.is_key_account then 1 else 0 end) as bigint) as key_accounts,
    cast(dates.evaluated_on as date) as evaluated_on
from {{ ref('int_key_account_dates') }} as dates
left join {{ ref('int_key_account_states') }} as states
    on dates.evaluated_on = states.evaluated_on
group by dates.evaluated_on
