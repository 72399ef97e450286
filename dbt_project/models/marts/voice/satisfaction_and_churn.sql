with

counted as (
    select
        month,
        satisfaction,
        count(*) as customers,
        sum(case when outcome = 'churned' then 1 else 0 end) as customers_churned,
        sum(case when outcome = 'stayed' then 1 else 0 end) as customers_stayed,
        sum(case when outcome = 'not_yet_known' then 1 else 0 end) as customers_not_yet_known,
        sum(mrr) as mrr,
        sum(case when outcome = 'churned' then mrr else 0 end) as mrr_churned,
        sum(case when outcome = 'stayed' then mrr else 0 end) as mrr_stayed,
        sum(case when outcome = 'not_yet_known' then mrr else 0 end) as mrr_not_yet_known
    from {{ ref('int_satisfaction_scorings') }}
    group by month, satisfaction
)

select
    cast(counted.satisfaction as string) as satisfaction,
    cast(counted.customers as bigint) as customers,
    cast(counted.customers_churned as bigint) as customers_churned,
    cast(counted.customers_stayed as bigint) as customers_stayed,
    cast(counted.customers_not_yet_known as bigint) as customers_not_yet_known,
    cast(counted.mrr as decimal(18, 2)) as mrr,
    cast(counted.mrr_churned as decimal(18, 2)) as mrr_churned,
    cast(counted.mrr_stayed as decimal(18, 2)) as mrr_stayed,
    cast(counted.mrr_not_yet_known as decimal(18, 2)) as mrr_not_yet_known,
    case
        when counted.customers_not_yet_known = 0 and counted.customers >= settings.minimum_n
            then {{ safe_divide('counted.customers_churned', 'counted.customers') }}
    end as churn_rate,
    case
        when counted.customers_not_yet_known = 0 and counted.customers >= settings.minimum_n
            then {{ safe_divide('counted.mrr_churned', 'counted.mrr') }}
    end as churned_mrr_share,
    cast(counted.month as date) as month
from counted
cross join {{ ref('int_voice_settings') }} as settings
