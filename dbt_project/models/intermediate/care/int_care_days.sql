with

days as (
    {{ day_spine(as_of(), add_months(as_of(), 12)) }}
),

working as (
    select
        days.day,
        case when {{ days_since_monday('days.day') }} < 5 and holidays.day is null then days.day end as working_day
    from days
    left join (select distinct cast(day as date) as day from {{ ref('holidays') }}) as holidays
        on days.day = holidays.day
)

-- Planned is the last working day up to a day, so that what is due by then is not late.
select
    day,
    row_number() over (order by day asc) as day_number,
    coalesce(
        max(working_day) over (order by day asc rows between unbounded preceding and current row),
        min(working_day) over ()
    ) as working_day
from working
