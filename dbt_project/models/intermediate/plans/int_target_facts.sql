with

metrics as (
    select distinct metric from {{ ref('int_targets') }}
),

facts as (
    select
        'revenue' as metric,
        account_id,
        {{ month_end('month') }} as fact_date,
        cast(revenue as {{ type_amount() }}) as amount
    from {{ ref('int_revenue_product_months') }}
    union all
    select
        'mrr' as metric,
        account_id,
        {{ month_end('month') }} as fact_date,
        cast(closing as {{ type_amount() }}) as amount
    from {{ ref('int_mrr_balances') }}
    union all
    select
        'billing' as metric,
        account_id,
        invoice_date as fact_date,
        amount
    from {{ ref('int_invoice_balances') }}
    union all
    select
        'contacts' as metric,
        account_id,
        activity_date as fact_date,
        cast(1 as {{ type_amount() }}) as amount
    from {{ ref('int_activities') }}
    where is_contact
    union all
    select
        lower(surveys.survey_type) as metric,
        surveys.account_id,
        surveys.response_date as fact_date,
        cast(case
            when types.value_method = 'mean' then surveys.score
            when surveys.score >= types.top_score_from then 100
            when types.value_method = 'net_promoter' and surveys.score <= types.bottom_score_to then -100
            else 0
        end as {{ type_amount() }}) as amount
    from {{ ref('int_surveys') }} as surveys
    inner join {{ ref('survey_types') }} as types
        on surveys.survey_type = types.survey_type
    where surveys.is_counted
)

-- An answer that names no account counts for the company.
select
    facts.metric,
    coalesce(facts.account_id, '') as account_id,
    facts.fact_date,
    facts.amount
from facts
inner join metrics
    on facts.metric = metrics.metric
