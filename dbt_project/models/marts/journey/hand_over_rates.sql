with

counted as (
    select
        kind,
        {{ year_of('handed_over_on') }} as first_day,
        count(*) as hand_overs,
        sum(case when status in ('taken_up', 'late') then 1 else 0 end) as judged,
        sum(case when status = 'taken_up' then 1 else 0 end) as taken_up_in_time,
        sum(case when status in ('taken_up', 'late') and has_note then 1 else 0 end) as noted,
        sum(case when delay_days is not null then 1 else 0 end) as taken_up,
        {{ percentile('delay_days', '0.5') }} as median_delay_days,
        {{ percentile('delay_days', '0.9') }} as p90_delay_days
    from {{ ref('hand_overs') }}
    group by kind, {{ year_of('handed_over_on') }}
)

select
    cast(counted.kind as string) as kind,
    cast(year(counted.first_day) as int) as year,
    cast(counted.hand_overs as bigint) as hand_overs,
    cast(counted.judged as bigint) as judged,
    cast(counted.taken_up_in_time as bigint) as taken_up_in_time,
    case
        when counted.judged >= settings.minimum_n
            then {{ safe_divide('counted.taken_up_in_time', 'counted.judged') }}
    end as share_in_time,
    case
        when counted.judged >= settings.minimum_n then {{ safe_divide('counted.noted', 'counted.judged') }}
    end as share_with_note,
    case when counted.taken_up >= settings.minimum_n then counted.median_delay_days end as median_delay_days,
    case when counted.taken_up >= settings.minimum_n then counted.p90_delay_days end as p90_delay_days
from counted
cross join {{ ref('int_journey_settings') }} as settings
