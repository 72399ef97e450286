with

means as (
    select
        answers.month,
        answers.account_id,
        count(*) as answers,
        {{ safe_divide('sum(answers.score)', 'count(*)') }} as mean
    from {{ ref('int_survey_answers') }} as answers
    where
        answers.value_method = 'net_promoter'
        and answers.account_id is not null
        and answers.month <= {{ last_published_month() }}
    group by answers.month, answers.account_id
)

select
    means.month,
    means.account_id,
    means.answers,
    means.mean,
    case when means.mean between types.top_from and types.top_to then 1 else 0 end as is_promoter,
    case when means.mean between types.bottom_from and types.bottom_to then 1 else 0 end as is_detractor,
    coalesce(months.mrr, 0) as mrr
from means
inner join {{ ref('int_survey_types') }} as types
    on types.value_method = 'net_promoter'
left join {{ ref('mrr_months') }} as months
    on
        means.account_id = months.account_id
        and means.month = months.month
