{%- set failures = ['complaint', 'late_solution', 'low_score', 'care_missed', 'late_payment', 'late_hand_over'] -%}
{%- set segments = ['segment', "'ALL'"] -%}
with

failed as (
    {%- for segment in segments %}
    select
        segment_shown,
        touchpoint,
        count(distinct source_id) as failures,
        {%- for failure in failures %}
        count(distinct case when is_{{ failure }} = 1 then source_id end) as {{ failure }}_count,
        {%- endfor %}
        count(distinct account_id) as accounts_failed
    from (select *, {{ segment }} as segment_shown from {{ ref('int_touchpoint_failures') }}) as failures
    group by segment_shown, touchpoint
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

answered as (
    {%- for segment in segments %}
    select
        segment_shown,
        touchpoint,
        count(*) as answers,
        count(distinct respondent) as respondents,
        {{ safe_divide(sum_of_ratios('satisfaction'), 'count(*)') }} as satisfaction
    from (select *, {{ segment }} as segment_shown from {{ ref('int_touchpoint_answers') }}) as answers
    group by segment_shown, touchpoint
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

points as (
    select
        coalesce(failed.segment_shown, answered.segment_shown) as segment,
        coalesce(failed.touchpoint, answered.touchpoint) as touchpoint,
        types.function,
        types.phase,
        types.importance,
        coalesce(answered.answers, 0) as answers,
        case
            when
                answered.answers >= settings.minimum_n
                and answered.respondents >= least(settings.respondents_minimum, settings.minimum_n)
                then answered.satisfaction
        end as satisfaction,
        coalesce(failed.failures, 0) as failures,
        {%- for failure in failures %}
        coalesce(failed.{{ failure }}_count, 0) as {{ failure }}_count,
        {%- endfor %}
        coalesce(failed.accounts_failed, 0) as accounts_failed
    from failed
    full outer join answered
        on
            failed.segment_shown = answered.segment_shown
            and failed.touchpoint = answered.touchpoint
    cross join {{ ref('int_journey_settings') }} as settings
    inner join {{ ref('touchpoint_types') }} as types
        on coalesce(failed.touchpoint, answered.touchpoint) = types.touchpoint
),

weighed as (
    select
        *,
        cast(importance as double) * (1 - satisfaction) * failures as criticality,
        cast(importance * failures as double) as weighted_failures
    from points
)

select
    cast(segment as string) as segment,
    cast(touchpoint as string) as touchpoint,
    cast(function as string) as function,
    cast(phase as string) as phase,
    cast(row_number() over (
        partition by segment
        order by criticality desc nulls last, weighted_failures desc, touchpoint asc
    ) as int) as criticality_rank,
    cast(importance as double) as importance,
    cast(answers as bigint) as answers,
    satisfaction,
    cast(failures as bigint) as failures,
    {%- for failure in failures %}
    cast({{ failure }}_count as bigint) as {{ failure }}_count,
    {%- endfor %}
    cast(accounts_failed as bigint) as accounts_failed,
    weighted_failures,
    criticality
from weighed
