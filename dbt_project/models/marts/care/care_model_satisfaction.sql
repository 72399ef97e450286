with

-- Days on which rules of a segment begin; those of any segment begin for each of them, those of one account for none.
starts as (
    select distinct
        segments.segment,
        cast(rules.valid_from as date) as started_on
    from {{ ref('care_model') }} as rules
    inner join (select distinct segment from {{ ref('int_account_segment_spans') }}) as segments
        on
            rules.segment = segments.segment
            or rules.segment = 'any'
    where
        rules.account_id is null
        and rules.valid_from is not null
        and cast(rules.valid_from as date) <= {{ as_of() }}
),

answers as (
    select
        starts.segment,
        starts.started_on,
        surveys.survey_type,
        surveys.value_method,
        settings.minimum_n,
        settings.respondents_minimum,
        surveys.respondent,
        case when surveys.response_date < starts.started_on then 1 else 0 end as is_before,
        surveys.score,
        surveys.is_top,
        surveys.is_bottom
    from starts
    inner join {{ ref('int_survey_answers') }} as surveys
        on
            starts.segment = surveys.segment
            and surveys.response_date >= {{ add_months('starts.started_on', -12) }}
            and surveys.response_date < {{ add_months('starts.started_on', 12) }}
    cross join {{ ref('int_voice_settings') }} as settings
),

periods as (
    select
        segment,
        started_on,
        survey_type,
        is_before,
        count(*) as n,
        case
            when
                count(*) >= max(minimum_n)
                and count(distinct respondent) >= max(least(respondents_minimum, minimum_n))
                then {{ survey_value('max(value_method)', 'count(*)', 'sum(is_top)', 'sum(is_bottom)', 'sum(score)') }}
        end as value
    from answers
    group by segment, started_on, survey_type, is_before
),

compared as (
    select
        segment,
        started_on,
        survey_type,
        sum(case when is_before = 1 then n else 0 end) as n_before,
        max(case when is_before = 1 then value end) as value_before,
        sum(case when is_before = 0 then n else 0 end) as n_after,
        max(case when is_before = 0 then value end) as value_after
    from periods
    group by segment, started_on, survey_type
)

select
    cast(segment as string) as segment,
    cast(survey_type as string) as survey_type,
    cast(n_before as bigint) as n_before,
    cast(n_after as bigint) as n_after,
    cast(value_before as double) as value_before,
    cast(value_after as double) as value_after,
    cast(value_after - value_before as double) as change,
    cast(started_on as date) as started_on
from compared
