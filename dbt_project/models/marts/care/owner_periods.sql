select
    cast(account_id as string) as account_id,
    cast(attribute as string) as team_role,
    cast(value as string) as user_id,
    cast(period_number as int) as period_number,
    cast(case
        when seen_from <= {{ as_of() }}
            then greatest({{ days_between('seen_from', 'coalesce(valid_to, ' ~ as_of() ~ ')') }} + 1, 0)
    end as int) as days,
    valid_to is null as is_current,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to
from {{ ref('int_version_periods') }}
where attribute in ('owner', 'csm')
