-- The customers scored for their satisfaction, and their MRR, are the closing book of the month.
with

scored as (
    select
        month,
        sum(customers) as customers,
        sum(mrr) as mrr
    from {{ ref('satisfaction_and_churn') }}
    group by month
)

select
    scored.month,
    scored.customers - months.customers_close as customers_unexplained,
    scored.mrr - months.closing as mrr_unexplained
from scored
inner join {{ ref('kpi_months') }} as months
    on scored.month = months.month
where
    months.level = 'customer'
    and (scored.customers <> months.customers_close or scored.mrr <> months.closing)
