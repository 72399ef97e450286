select
    coalesce(segment, 'any') as segment,
    level,
    activity_type,
    coalesce(basis, 'policy') as basis,
    account_id,
    coalesce(account_id, '') as account_id_or_all,
    min_count,
    window_months,
    -- The fewer accounts a rule may hold for, the more it counts.
    case
        when account_id is not null and coalesce(segment, 'any') <> 'any' then 1
        when account_id is not null then 2
        when coalesce(segment, 'any') <> 'any' then 3
        else 4
    end as scope_rank,
    coalesce(cast(valid_from as date), {{ beginning_of_time() }}) as valid_from,
    coalesce({{ add_days('cast(valid_to as date)', 1) }}, {{ end_of_time() }}) as valid_until
from {{ ref('care_model') }}
