with

voted as (
    select
        month,
        count(*) as accounts,
        sum(is_promoter) as promoters,
        sum(is_detractor) as detractors,
        sum(case when mrr > 0 then 1 else 0 end) as weighed_accounts,
        sum(mrr) as mrr,
        sum(mrr * is_promoter) as promoters_mrr,
        sum(mrr * is_detractor) as detractors_mrr
    from {{ ref('int_account_votes') }}
    group by month
),

-- Every answer a vote, of the same answers, for comparison.
answered as (
    select
        month,
        count(*) as answers,
        sum(is_top) as good,
        sum(is_bottom) as bad
    from {{ ref('int_survey_answers') }}
    where
        value_method = 'net_promoter'
        and account_id is not null
    group by month
)

select
    cast(voted.accounts as bigint) as accounts,
    cast(answered.answers as bigint) as answers,
    cast(voted.mrr as decimal(18, 2)) as mrr,
    case
        when voted.accounts >= settings.minimum_n
            then 100 * {{ safe_divide('voted.promoters - voted.detractors', 'voted.accounts') }}
    end as nps_account,
    case
        when voted.accounts >= settings.minimum_n
            then {{ survey_margin95("'net_promoter'", 'voted.accounts', 'voted.promoters', 'voted.detractors') }}
    end as margin95_account,
    case
        when voted.weighed_accounts >= settings.minimum_n
            then 100 * {{ safe_divide('voted.promoters_mrr - voted.detractors_mrr', 'voted.mrr') }}
    end as nps_account_mrr_weighted,
    case
        when answered.answers >= settings.minimum_n
            then 100 * {{ safe_divide('answered.good - answered.bad', 'answered.answers') }}
    end as nps,
    case
        when answered.answers >= settings.minimum_n
            then {{ survey_margin95("'net_promoter'", 'answered.answers', 'answered.good', 'answered.bad') }}
    end as margin95,
    cast(voted.month as date) as month
from voted
inner join answered
    on voted.month = answered.month
cross join {{ ref('int_voice_settings') }} as settings
