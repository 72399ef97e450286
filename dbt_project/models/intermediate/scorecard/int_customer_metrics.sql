with

kpis as (
    select * from {{ ref('kpi_months') }}
    where level = 'customer'
)

{{ metric_rows(
    'kpis',
    [('logo_retention', 'logo_retention_12_months'), ('customers_churned', 'customers_churned')],
    n='customers_open'
) }}
union all
{{ metric_rows(
    ref('complaint_months'),
    [('complaints', 'complaints'), ('complaint_days', 'days_to_solve_median')],
    n='complaints'
) }}
