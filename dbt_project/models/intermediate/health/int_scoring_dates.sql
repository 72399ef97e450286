with

dates as (
    select
        month_end as scored_on,
        month,
        0 as is_today,
        0 as is_week_before,
        0 as is_month_before
    from {{ ref('int_published_months') }}
    union all
    select
        {{ as_of() }} as scored_on,
        null as month,
        1 as is_today,
        0 as is_week_before,
        0 as is_month_before
    union all
    select
        {{ add_days(as_of(), -7) }} as scored_on,
        null as month,
        0 as is_today,
        1 as is_week_before,
        0 as is_month_before
    union all
    select
        {{ add_months(as_of(), -1) }} as scored_on,
        null as month,
        0 as is_today,
        0 as is_week_before,
        1 as is_month_before
)

select
    scored_on,
    max(month) as month,
    max(is_today) = 1 as is_today,
    max(is_week_before) = 1 as is_week_before,
    max(is_month_before) = 1 as is_month_before
from dates
group by scored_on
