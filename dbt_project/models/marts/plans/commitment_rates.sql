with

units as (
    select
        *,
        'account' as level,
        account_id as unit_id
    from {{ ref('commitments') }}
    union all
    select
        *,
        'owner' as level,
        owner_id as unit_id
    from {{ ref('commitments') }}
    where owner_id is not null
    union all
    select
        *,
        'company' as level,
        'ALL' as unit_id
    from {{ ref('commitments') }}
)

select
    cast(level as string) as level,
    cast(unit_id as string) as unit_id,
    cast(count(*) as bigint) as commitments,
    cast(count(kept_on_time) as bigint) as judged,
    cast(sum(case when kept_on_time then 1 else 0 end) as bigint) as kept_on_time,
    cast(sum(case when status = 'open' then 1 else 0 end) as bigint) as open_commitments,
    cast(sum(case when status = 'overdue' then 1 else 0 end) as bigint) as overdue_commitments,
    {{ safe_divide('sum(case when kept_on_time then 1 else 0 end)', 'count(kept_on_time)') }} as kept_rate,
    {{ safe_divide('sum(case when told_in_time then 1 else 0 end)', 'count(told_in_time)') }} as told_rate
from units
group by level, unit_id
