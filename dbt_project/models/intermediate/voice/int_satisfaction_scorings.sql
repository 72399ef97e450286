with

-- Every customer is scored once a year, at the end of the month of the year that is the newest one now.
scored as (
    select
        customer_id,
        month,
        closing as mrr
    from {{ ref('int_mrr_movements') }}
    where
        level = 'customer'
        and closing > 0
        and mod({{ months_between_months('month', last_published_month()) }}, 12) = 0
),

felt as (
    select
        scored.customer_id,
        scored.month,
        sum(answers.is_top - answers.is_bottom) as good_less_bad
    from scored
    inner join {{ ref('int_customer_months') }} as customers
        on
            scored.customer_id = customers.customer_id
            and scored.month = customers.month
    inner join {{ ref('int_survey_answers') }} as answers
        on
            customers.account_id = answers.account_id
            and answers.month <= scored.month
            and answers.month > {{ add_months('scored.month', -12) }}
    where coalesce(answers.measures, '') <> 'leaving'
    group by scored.customer_id, scored.month
),

lost as (
    select
        scored.customer_id,
        scored.month,
        min(movements.month) as churn_month
    from scored
    inner join {{ ref('int_mrr_movements') }} as movements
        on
            scored.customer_id = movements.customer_id
            and movements.month > scored.month
            and movements.month <= {{ add_months('scored.month', 12) }}
    where
        movements.level = 'customer'
        and movements.movement = 'churn'
    group by scored.customer_id, scored.month
)

select
    scored.customer_id,
    scored.month,
    case
        when felt.good_less_bad > 0 then 'satisfied'
        when felt.good_less_bad < 0 then 'dissatisfied'
        when felt.good_less_bad = 0 then 'neutral'
        else 'no_answer'
    end as satisfaction,
    case
        when lost.churn_month is not null then 'churned'
        when {{ add_months('scored.month', 12) }} <= {{ last_published_month() }} then 'stayed'
        else 'not_yet_known'
    end as outcome,
    scored.mrr
from scored
left join felt
    on
        scored.customer_id = felt.customer_id
        and scored.month = felt.month
left join lost
    on
        scored.customer_id = lost.customer_id
        and scored.month = lost.month
