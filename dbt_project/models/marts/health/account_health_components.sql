with

dates as (
    select *
    from {{ ref('int_scoring_dates') }}
    where is_today or is_week_before or is_month_before
),

present as (
    select scores.*
    from {{ ref('int_health_scores') }} as scores
    inner join dates
        on scores.scored_on = dates.scored_on
    where dates.is_today
),

known as (
    select
        parts.account_id,
        parts.component,
        max(case when dates.is_today then parts.measure end) as measure,
        max(case when dates.is_today then parts.evidence end) as evidence,
        max(case when dates.is_today then parts.value end) as value,
        max(case when dates.is_week_before then parts.value end) as value_week_before,
        max(case when dates.is_month_before then parts.value end) as value_month_before
    from {{ ref('int_component_values') }} as parts
    inner join dates
        on parts.scored_on = dates.scored_on
    group by parts.account_id, parts.component
)

select
    cast(present.account_id as string) as account_id,
    cast(components.component as string) as component,
    cast(components.unit as string) as unit,
    cast(components.action as string) as action,
    cast(components.weight as {{ type_double() }}) as weight,
    case when known.value is not null then {{ safe_divide('components.weight', 'present.known_weight') }} end
        as effective_weight,
    known.measure,
    cast(known.evidence as bigint) as evidence,
    round(cast(known.value as {{ type_double() }}), 1) as value,
    case
        when present.score is not null
            then {{ safe_divide('components.weight * known.value', 'present.known_weight') }}
    end as points,
    round(cast(known.value_week_before as {{ type_double() }}), 1) as value_week_before,
    round(cast(known.value_month_before as {{ type_double() }}), 1) as value_month_before,
    round(cast(known.value - known.value_week_before as {{ type_double() }}), 1) as change_week,
    round(cast(known.value - known.value_month_before as {{ type_double() }}), 1) as change_month,
    coalesce(components.component = present.weakest_component, false) as is_weakest,
    cast(present.scored_on as date) as scored_on
from present
cross join {{ ref('int_health_components') }} as components
left join known
    on
        present.account_id = known.account_id
        and components.component = known.component
