with

units as (
    select
        *,
        type as unit_type
    from {{ ref('int_opportunities') }}
    where outcome = 'lost'
    union all
    select
        *,
        'ALL' as unit_type
    from {{ ref('int_opportunities') }}
    where outcome = 'lost'
),

counted as (
    select
        unit_type,
        coalesce(lost_reason, 'not_recorded') as lost_reason,
        count(*) as lost,
        sum(monthly_amount) as monthly_amount
    from units
    group by unit_type, coalesce(lost_reason, 'not_recorded')
),

summed as (
    select
        *,
        sum(lost) over (partition by unit_type) as lost_in_all
    from counted
)

select
    cast(unit_type as string) as type,
    cast(lost_reason as string) as lost_reason,
    cast(lost as bigint) as lost,
    cast(monthly_amount as decimal(18, 2)) as monthly_amount,
    {{ safe_divide('lost', 'lost_in_all') }} as share
from summed
