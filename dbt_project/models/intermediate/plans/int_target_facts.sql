with

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
        lower(survey_type) as metric,
        account_id,
        response_date as fact_date,
        cast(case
            when value_method = 'mean' then score
            when value_method = 'top_share' then 100 * is_top
            else 100 * (is_top - is_bottom)
        end as {{ type_amount() }}) as amount
    from {{ ref('int_survey_answers') }}
)

-- An answer that names no account counts for the company.
select
    facts.metric,
    coalesce(facts.account_id, '') as account_id,
    facts.fact_date,
    facts.amount
from facts
inner join {{ ref('int_targeted_metrics') }} as metrics
    on facts.metric = metrics.metric
