with

answered as (
    select
        phase,
        segment,
        respondent,
        satisfaction
    from {{ ref('int_touchpoint_answers') }}
    union all
    select
        phase,
        'ALL' as segment,
        respondent,
        satisfaction
    from {{ ref('int_touchpoint_answers') }}
),

counted as (
    select
        phase,
        segment,
        count(*) as answers,
        count(distinct respondent) as respondents,
        {{ safe_divide(sum_of_ratios('satisfaction'), 'count(*)') }} as satisfaction
    from answered
    group by phase, segment
)

select
    cast(counted.segment as string) as segment,
    cast(counted.phase as string) as phase,
    cast(counted.answers as bigint) as answers,
    case
        when
            counted.answers >= settings.minimum_n
            and counted.respondents >= least(settings.respondents_minimum, settings.minimum_n)
            then counted.satisfaction
    end as satisfaction
from counted
cross join {{ ref('int_journey_settings') }} as settings
