with

bases as (
    select
        bases.base_month,
        regimes.month,
        sum(bases.base_mrr) as base_mrr,
        count(*) as base_customers
    from {{ ref('int_cohort_bases') }} as bases
    cross join {{ ref('int_policy_settings') }} as settings
    inner join {{ ref('int_hierarchy_regimes') }} as regimes
        on
            bases.regime_month = regimes.regime_month
            and bases.base_month <= regimes.month
            and regimes.month <= {{ add_months('bases.base_month', '12 * settings.cohort_years') }}
    group by bases.base_month, regimes.month
),

kept as (
    select
        base_month,
        month,
        sum(mrr) as mrr,
        sum(mrr_as_reported) as mrr_as_reported,
        sum(case when mrr < base_mrr then mrr else base_mrr end) as mrr_kept,
        count(*) as customers
    from {{ ref('int_cohort_customers') }}
    group by base_month, month
)

select
    cast(bases.base_mrr as decimal(18, 2)) as base_mrr,
    cast(coalesce(kept.mrr, 0) as decimal(18, 2)) as cohort_mrr,
    cast(coalesce(kept.mrr_as_reported, 0) as decimal(18, 2)) as cohort_mrr_as_reported,
    cast(bases.base_customers as bigint) as base_customers,
    cast(coalesce(kept.customers, 0) as bigint) as customers,
    {{ safe_divide('coalesce(kept.mrr, 0)', 'bases.base_mrr') }} as nrr,
    {{ safe_divide('coalesce(kept.mrr_as_reported, 0)', 'bases.base_mrr') }} as nrr_as_reported,
    {{ safe_divide('coalesce(kept.mrr_kept, 0)', 'bases.base_mrr') }} as grr,
    {{ safe_divide('coalesce(kept.customers, 0)', 'bases.base_customers') }} as logo_retention,
    cast(bases.base_month as date) as base_month,
    cast(bases.month as date) as month
from bases
left join kept
    on
        bases.base_month = kept.base_month
        and bases.month = kept.month
