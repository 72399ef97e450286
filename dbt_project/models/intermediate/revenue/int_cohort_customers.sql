with

settings as (
    select * from {{ ref('int_policy_settings') }}
),

present as (
    select
        book.month,
        regimes.regime_month,
        customers.customer_id,
        book.currency,
        sum(book.mrr_in_currency) as mrr_in_currency,
        sum(book.mrr) as mrr,
        count(*) over (partition by book.month, customers.customer_id) as currencies
    from {{ ref('int_mrr_book') }} as book
    inner join {{ ref('int_hierarchy_regimes') }} as regimes
        on book.month = regimes.month
    inner join {{ ref('int_customer_regimes') }} as customers
        on
            regimes.regime_month = customers.regime_month
            and book.account_id = customers.account_id
    group by book.month, regimes.regime_month, customers.customer_id, book.currency
),

-- A currency that a customer took up later has no rate in the base month: its first known one after that stands in.
base_rates as (
    select
        base_months.base_month,
        rates.currency,
        rates.rate,
        row_number() over (
            partition by base_months.base_month, rates.currency
            order by rates.month asc
        ) as nearest_first
    from (select month as base_month from {{ ref('int_published_months') }}) as base_months
    inner join {{ ref('int_exchange_rates') }} as rates
        on base_months.base_month <= rates.month
),

valued as (
    select
        bases.base_month,
        present.month,
        bases.customer_id,
        bases.base_mrr,
        present.currencies,
        present.mrr as mrr_as_reported,
        {{ convert_amount('present.mrr_in_currency', 'rates.rate') }} as mrr
    from present
    cross join settings
    inner join {{ ref('int_cohort_bases') }} as bases
        on
            present.regime_month = bases.regime_month
            and present.customer_id = bases.customer_id
            and present.month >= bases.base_month
            and present.month <= {{ add_months('bases.base_month', '12 * settings.cohort_years') }}
    inner join base_rates as rates
        on
            bases.base_month = rates.base_month
            and present.currency = rates.currency
            and rates.nearest_first = 1
),

-- Only the few customers with several currencies need their amounts brought together.
brought_together as (
    select
        base_month,
        month,
        customer_id,
        base_mrr,
        mrr_as_reported,
        mrr
    from valued
    where currencies = 1
    union all
    select
        base_month,
        month,
        customer_id,
        max(base_mrr) as base_mrr,
        sum(mrr_as_reported) as mrr_as_reported,
        sum(mrr) as mrr
    from valued
    where currencies > 1
    group by base_month, month, customer_id
)

select
    base_month,
    month,
    customer_id,
    base_mrr,
    cast(case when month = base_month then base_mrr else mrr end as {{ type_money() }}) as mrr,
    cast(case when month = base_month then base_mrr else mrr_as_reported end as {{ type_money() }}) as mrr_as_reported
from brought_together
cross join settings
where brought_together.mrr > settings.active_mrr_over
