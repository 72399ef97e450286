-- A month is reported on its last day, or as it stood on the day on which it was locked.
select
    months.month,
    months.month_end,
    coalesce(locked.locked_on, months.month_end) as reported_on,
    locked.locked_on is not null as is_locked
from {{ ref('int_published_months') }} as months
left join (
    select
        {{ month_of('cast(month as date)') }} as month,
        max(cast(locked_on as date)) as locked_on
    from {{ ref('locked_months') }}
    where cast(locked_on as date) <= {{ as_of() }}
    group by {{ month_of('cast(month as date)') }}
) as locked
    on months.month = locked.month
