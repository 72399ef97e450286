with

kpis as (
    select * from {{ ref('kpi_months') }}
    where level = 'customer'
),

owed as (
    select
        dso,
        avg_days_late,
        {{ last_published_month() }} as month
    from {{ ref('receivables') }}
    where account_id = 'ALL'
),

earned as (
    select
        {{ safe_divide('sum(contribution)', 'sum(revenue)') }} as margin,
        {{ last_published_month() }} as month
    from {{ ref('profitability') }}
),

valued as (
    select
        {{ safe_divide('sum(residual_lifetime_value)', 'count(residual_lifetime_value)') }} as lifetime_value,
        count(residual_lifetime_value) as customers,
        {{ last_published_month() }} as month
    from {{ ref('customer_lifetime_value') }}
)

{{ metric_rows(
    'kpis',
    [
        ('arr', 'arr'),
        ('nrr', 'nrr_12_months'),
        ('grr', 'grr_12_months'),
        ('quick_ratio', 'quick_ratio'),
        ('arpa', 'arpa'),
    ],
    n='customers_close'
) }}
union all
{{ metric_rows(ref('cmrr_months'), [('cmrr', 'cmrr')]) }}
union all
{{ metric_rows(ref('portfolio_concentration'), [('top_10_share', 'share_top_10')], n='customers') }}
union all
{{ metric_rows('owed', [('dso', 'dso'), ('days_late', 'avg_days_late')], measured_on=as_of()) }}
union all
{{ metric_rows('earned', [('contribution_margin', 'margin')]) }}
union all
{{ metric_rows('valued', [('lifetime_value', 'lifetime_value')], n='customers') }}
