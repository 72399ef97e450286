with

counted as (
    select
        {{ month_of('started_on') }} as month,
        count(*) as onboardings,
        sum(case when last_due_on < {{ as_of() }} or status = 'completed' then 1 else 0 end) as judged,
        sum(case when status = 'completed' then 1 else 0 end) as completed,
        sum(case when first_value_on is not null then 1 else 0 end) as first_value_reached,
        sum(case when first_use_on is not null then 1 else 0 end) as first_use_reached,
        sum(trainings) as trainings,
        {{ percentile('days_to_first_value', '0.5') }} as median_days_to_first_value,
        {{ percentile('days_to_first_use', '0.5') }} as median_days_to_first_use
    from {{ ref('onboardings') }}
    where {{ month_of('started_on') }} <= {{ last_published_month() }}
    group by {{ month_of('started_on') }}
)

select
    cast(counted.onboardings as bigint) as onboardings,
    cast(counted.judged as bigint) as judged,
    cast(counted.completed as bigint) as completed,
    cast(counted.first_value_reached as bigint) as first_value_reached,
    cast(counted.trainings as bigint) as trainings,
    case
        when counted.judged >= settings.minimum_n then {{ safe_divide('counted.completed', 'counted.judged') }}
    end as share_completed,
    case
        when counted.first_value_reached >= settings.minimum_n then counted.median_days_to_first_value
    end as median_days_to_first_value,
    case
        when counted.first_use_reached >= settings.minimum_n then counted.median_days_to_first_use
    end as median_days_to_first_use,
    cast(counted.month as date) as month
from counted
cross join {{ ref('int_journey_settings') }} as settings
