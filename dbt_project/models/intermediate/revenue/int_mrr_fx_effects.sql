with

-- The book of the month before, at this month's rate less that month's.
effects as (
    select
        {{ add_months('book.month', 1) }} as month,
        book.account_id,
        book.customer_id,
        {{ convert_amount('book.mrr_in_currency', 'rates.rate - book.rate') }} as fx
    from {{ ref('int_mrr_book') }} as book
    inner join {{ ref('int_exchange_rates') }} as rates
        on
            {{ add_months('book.month', 1) }} = rates.month
            and book.currency = rates.currency
),

units as (
    select
        'account' as level,
        account_id as unit_id,
        month,
        fx
    from effects
    union all
    select
        'customer' as level,
        customer_id as unit_id,
        month,
        fx
    from effects
)

select
    level,
    unit_id,
    month,
    cast(sum(fx) as {{ type_money() }}) as fx
from units
group by level, unit_id, month
