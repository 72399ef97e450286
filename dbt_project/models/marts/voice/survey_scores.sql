with

answers as (
    select
        {{ month_of('surveys.response_date') }} as month,
        coalesce(segments.segment, 'none') as segment,
        surveys.survey_type,
        surveys.score,
        case when surveys.score >= types.top_score_from then 1 else 0 end as is_top,
        case when surveys.score <= types.bottom_score_to then 1 else 0 end as is_bottom,
        types.value_method
    from {{ ref('int_surveys') }} as surveys
    inner join {{ ref('survey_types') }} as types
        on surveys.survey_type = types.survey_type
    left join {{ ref('int_account_segments') }} as segments
        on surveys.account_id = segments.account_id
    where surveys.is_counted
),

grouped as (
    select
        month,
        segment,
        survey_type,
        score,
        is_top,
        is_bottom,
        value_method
    from answers
    union all
    select
        month,
        'ALL' as segment,
        survey_type,
        score,
        is_top,
        is_bottom,
        value_method
    from answers
),

shares as (
    select
        month,
        segment,
        survey_type,
        value_method,
        count(*) as n,
        {{ safe_divide('sum(score)', 'count(*)') }} as mean,
        {{ safe_divide('sum(is_top)', 'count(*)') }} as top,
        {{ safe_divide('sum(is_bottom)', 'count(*)') }} as bottom
    from grouped
    where month <= {{ last_published_month() }}
    group by month, segment, survey_type, value_method
)

select
    cast(segment as string) as segment,
    cast(survey_type as string) as survey_type,
    cast(n as bigint) as n,
    case value_method
        when 'net_promoter' then 100 * (top - bottom)
        when 'top_share' then 100 * top
        else mean
    end as value,
    mean,
    case when value_method = 'mean' then 100 * top end as top_share,
    -- 1.96 standard errors of a difference of two shares, in points.
    case
        when value_method = 'net_promoter'
            then 196 * sqrt((top + bottom - (top - bottom) * (top - bottom)) / n)
    end as margin95,
    cast(month as date) as month
from shares
