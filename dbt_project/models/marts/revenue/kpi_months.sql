with

movements as (
    select * from {{ ref('int_mrr_movements') }}
    where level in ('customer', 'account')
),

totals as (
    {{ kpi_totals('movements', by=['level', 'month']) }}
),

ratios as (
    select
        level,
        month,
        {{ kpi_columns() }}
    from totals
)

select
    cast(ratios.level as string) as level,
    ratios.opening,
    ratios.new,
    ratios.reactivation,
    ratios.expansion,
    ratios.contraction,
    ratios.churn,
    ratios.fx,
    ratios.rounding,
    ratios.closing,
    ratios.arr,
    ratios.customers_open,
    ratios.customers_close,
    ratios.customers_churned,
    ratios.nrr,
    ratios.grr,
    ratios.logo_retention,
    ratios.quick_ratio,
    ratios.arpa,
    year_on_year.nrr as nrr_12_months,
    year_on_year.grr as grr_12_months,
    year_on_year.logo_retention as logo_retention_12_months,
    cast(ratios.month as date) as month
from ratios
left join {{ ref('cohort_retention') }} as year_on_year
    on
        ratios.level = 'customer'
        and ratios.month = year_on_year.month
        and {{ add_months('ratios.month', -12) }} = year_on_year.base_month
