with

first_months as (
    select
        account_id,
        product,
        min(month) as first_month
    from {{ ref('int_mrr_product_months') }}
    where mrr <> 0
    group by account_id, product
),

-- Months without a contract stand as 0, so that a pause and an end are rows and not gaps.
every_month as (
    select
        customers.month,
        customers.account_id,
        customers.customer_id,
        first_months.product,
        coalesce(known.mrr, 0) as mrr,
        coalesce(known.is_awaiting_renewal, false) as is_awaiting_renewal
    from first_months
    inner join {{ ref('int_customer_months') }} as customers
        on
            first_months.account_id = customers.account_id
            and first_months.first_month <= customers.month
    left join {{ ref('int_mrr_product_months') }} as known
        on
            first_months.account_id = known.account_id
            and first_months.product = known.product
            and customers.month = known.month
),

-- The book of the month before, at this month's rates less that month's.
effects as (
    select
        {{ add_months('book.month', 1) }} as month,
        book.account_id,
        coalesce(book.product, '') as product,
        sum({{ convert_amount('book.mrr_in_currency', 'rates.rate - book.rate') }}) as fx
    from {{ ref('int_mrr_book') }} as book
    inner join {{ ref('int_exchange_rates') }} as rates
        on
            {{ add_months('book.month', 1) }} = rates.month
            and book.currency = rates.currency
    group by {{ add_months('book.month', 1) }}, book.account_id, coalesce(book.product, '')
)

select
    every_month.month,
    every_month.account_id,
    every_month.customer_id,
    every_month.product,
    cast(coalesce(
        lag(every_month.mrr) over (
            partition by every_month.account_id, every_month.product
            order by every_month.month asc
        ),
        0
    ) as {{ type_money() }}) as opening,
    cast(coalesce(effects.fx, 0) as {{ type_money() }}) as fx,
    cast(every_month.mrr as {{ type_money() }}) as closing,
    every_month.is_awaiting_renewal,
    max(case when every_month.mrr > 0 then every_month.month end) over (
        partition by every_month.account_id, every_month.product
        order by every_month.month asc
        rows between unbounded preceding and 1 preceding
    ) as last_active_month
from every_month
left join effects
    on
        every_month.account_id = effects.account_id
        and every_month.product = effects.product
        and every_month.month = effects.month
