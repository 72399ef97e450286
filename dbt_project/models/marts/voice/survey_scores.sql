with

-- Own staff belong to no segment of the customers.
grouped as (
    select
        month,
        coalesce(segment, 'none') as segment,
        survey_type,
        respondent,
        value_method,
        is_higher_better,
        is_customer,
        score,
        is_top,
        is_bottom
    from {{ ref('int_survey_answers') }}
    where is_customer
    union all
    select
        month,
        'ALL' as segment,
        survey_type,
        respondent,
        value_method,
        is_higher_better,
        is_customer,
        score,
        is_top,
        is_bottom
    from {{ ref('int_survey_answers') }}
),

summed as (
    select
        grouped.month,
        grouped.segment,
        grouped.survey_type,
        grouped.value_method,
        grouped.is_higher_better,
        grouped.is_customer,
        count(*) as n,
        -- Many answers of one person would tell what the person said; a policy that shows a single answer shows it.
        count(*) >= max(settings.minimum_n)
        and count(distinct grouped.respondent) >= max(least(settings.respondents_minimum, settings.minimum_n))
            as is_shown,
        sum(grouped.score) as total,
        sum(grouped.is_top) as good,
        sum(grouped.is_bottom) as bad
    from grouped
    cross join {{ ref('int_voice_settings') }} as settings
    where grouped.month <= {{ last_published_month() }}
    group by
        grouped.month,
        grouped.segment,
        grouped.survey_type,
        grouped.value_method,
        grouped.is_higher_better,
        grouped.is_customer
)

select
    cast(segment as string) as segment,
    cast(survey_type as string) as survey_type,
    cast(n as bigint) as n,
    case when is_shown then {{ survey_value('value_method', 'n', 'good', 'bad', 'total') }} end as value,
    case when is_shown then {{ safe_divide('total', 'n') }} end as mean,
    case when is_shown then {{ survey_top_share('value_method', 'n', 'good') }} end as top_share,
    case when is_shown then {{ survey_margin95('value_method', 'n', 'good', 'bad') }} end as margin95,
    is_higher_better,
    is_customer,
    cast(month as date) as month
from summed
