select
    account_id,
    sum(case when is_active then 1 else 0 end) as active_contacts,
    sum(case when is_active and role = 'decision_maker' then 1 else 0 end) as active_decision_makers
from {{ ref('int_contacts') }}
group by account_id
