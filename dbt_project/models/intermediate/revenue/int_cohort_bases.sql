with

settings as (
    select * from {{ ref('int_policy_settings') }}
),

-- A cohort is followed under the hierarchy of its own month and under every later one of its years.
followed_under as (
    select distinct
        bases.month as base_month,
        later.regime_month
    from {{ ref('int_hierarchy_regimes') }} as bases
    cross join settings
    inner join {{ ref('int_hierarchy_regimes') }} as later
        on
            bases.regime_month <= later.regime_month
            and later.month <= {{ add_months('bases.month', '12 * settings.cohort_years') }}
)

select
    followed_under.regime_month,
    followed_under.base_month,
    customers.customer_id,
    cast(sum(balances.closing) as {{ type_money() }}) as base_mrr
from {{ ref('int_mrr_balances') }} as balances
inner join followed_under
    on balances.month = followed_under.base_month
inner join {{ ref('int_customer_regimes') }} as customers
    on
        followed_under.regime_month = customers.regime_month
        and balances.account_id = customers.account_id
cross join settings
group by followed_under.regime_month, followed_under.base_month, customers.customer_id, settings.active_mrr_over
having sum(balances.closing) > settings.active_mrr_over
