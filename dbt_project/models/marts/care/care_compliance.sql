select
    cast(account_id as string) as account_id,
    cast(segment as string) as segment,
    cast(level as string) as level,
    cast(carer_id as string) as owner_id,
    cast(status as string) as status,
    cast(done as int) as done,
    cast(required as int) as required,
    cast(missing as int) as missing,
    cast(rules as int) as rules,
    cast(rules_missed as int) as rules_missed,
    cast(last_contact as date) as last_contact
from {{ ref('int_care_levels') }}
where is_today
