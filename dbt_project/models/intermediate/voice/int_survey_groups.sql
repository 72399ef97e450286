with

answers as (
    select
        dimensions.dimension,
        dimensions.member,
        answers.*,
        case when answers.response_date > {{ add_months(as_of(), -12) }} then 'now' else 'before' end as period,
        coalesce(months.mrr, 0) as mrr
    from {{ ref('int_survey_dimensions') }} as dimensions
    inner join {{ ref('int_survey_answers') }} as answers
        on dimensions.response_id = answers.response_id
    left join {{ ref('mrr_months') }} as months
        on
            answers.account_id = months.account_id
            and least(answers.month, {{ last_published_month() }}) = months.month
),

-- An account weighs by its recurring revenue, however many people answered for it.
weighed as (
    select
        *,
        {{ safe_divide('mrr', 'count(*) over (
            partition by survey_type, dimension, member, period, account_id
        )') }} as weight
    from answers
),

summed as (
    select
        survey_type,
        dimension,
        member,
        period,
        max(value_method) as value_method,
        count(*) as n,
        count(distinct respondent) as respondents,
        sum(score) as total,
        sum(is_top) as good,
        sum(is_bottom) as bad,
        sum(case when mrr > 0 then 1 else 0 end) as weighed_n,
        {{ sum_of_ratios('weight') }} as weights,
        {{ sum_of_ratios('weight * score') }} as weighed_total,
        {{ sum_of_ratios('weight * is_top') }} as weighed_good,
        {{ sum_of_ratios('weight * is_bottom') }} as weighed_bad
    from weighed
    group by survey_type, dimension, member, period
),

-- A score of few answers, or of one person's, would tell what somebody said.
shown as (
    select
        summed.*,
        summed.n >= settings.minimum_n and summed.respondents >= settings.respondents_minimum as is_shown,
        summed.weighed_n >= settings.minimum_n and summed.respondents >= settings.respondents_minimum
            as is_weighed_shown
    from summed
    cross join {{ ref('int_voice_settings') }} as settings
)

select
    survey_type,
    dimension,
    member,
    period,
    n,
    respondents,
    case when is_shown then {{ survey_value('value_method', 'n', 'good', 'bad', 'total') }} end as value,
    case when is_shown then {{ safe_divide('total', 'n') }} end as mean,
    case when is_shown then {{ survey_top_share('value_method', 'n', 'good') }} end as top_share,
    case when is_shown then {{ survey_margin95('value_method', 'n', 'good', 'bad') }} end as margin95,
    case
        when is_weighed_shown
            then {{ survey_value('value_method', 'weights', 'weighed_good', 'weighed_bad', 'weighed_total') }}
    end as mrr_weighted_value
from shown
