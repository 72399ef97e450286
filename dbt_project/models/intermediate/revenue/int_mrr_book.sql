with

book as (
    select
        months.month,
        terms.account_id,
        terms.product,
        terms.currency,
        cast(sum(terms.monthly_amount) as {{ type_amount() }}) as mrr_in_currency,
        max(case when terms.service_end < months.month_end then 1 else 0 end) as awaits_renewal
    from {{ ref('int_counted_terms') }} as terms
    inner join {{ ref('int_published_months') }} as months
        on
            terms.service_start <= months.month_end
            and (terms.counted_until >= months.month_end or terms.counted_until is null)
    group by months.month, terms.account_id, terms.product, terms.currency
)

select
    book.month,
    book.account_id,
    book.product,
    book.currency,
    book.mrr_in_currency,
    book.awaits_renewal,
    rates.rate,
    {{ convert_amount('book.mrr_in_currency', 'rates.rate') }} as mrr
from book
left join {{ ref('int_exchange_rates') }} as rates
    on
        book.month = rates.month
        and book.currency = rates.currency
