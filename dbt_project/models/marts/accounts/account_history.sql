select
    cast(account_id as string) as account_id,
    cast(attribute as string) as attribute,
    cast(value as string) as value,
    cast(period_number as int) as period_number,
    valid_to is null as is_current,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from {{ ref('int_account_history') }}
