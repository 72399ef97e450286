with

witnesses as (
    select distinct
        'inbound' as feed,
        inbound_on as day
    from {{ ref('int_inbound_days') }}
    where by_activity = 1
    union all
    select distinct
        'tickets' as feed,
        created_on as day
    from {{ ref('int_tickets') }}
    union all
    select distinct
        'usage' as feed,
        used_on as day
    from {{ ref('int_usage') }}
),

feeds as (
    select
        feed,
        min(day) as first_day,
        max(day) as last_day
    from witnesses
    group by feed
),

days as (
    {{ day_spine('(select min(first_day) from feeds)', '(select max(last_day) from feeds)') }}
)

select
    feeds.feed,
    days.day,
    min(witnesses.day) over (
        partition by feeds.feed
        order by days.day asc
        rows between current row and unbounded following
    ) as witnessed_on
from feeds
inner join days
    on
        feeds.first_day <= days.day
        and feeds.last_day >= days.day
left join witnesses
    on
        feeds.feed = witnesses.feed
        and days.day = witnesses.day
