with

basis as (
    select * from {{ ref('int_mrr_basis') }}
),

terms as (
    select
        account_id,
        product,
        currency,
        service_start,
        service_end,
        monthly_amount
    from {{ ref('int_invoiced_terms') }}
    where (select mrr_basis from basis) = 'invoices'
    union all
    select
        account_id,
        product,
        currency,
        service_start,
        service_end,
        monthly_amount
    from {{ ref('int_subscribed_terms') }}
    where (select mrr_basis from basis) = 'subscriptions'
),

book as (
    select
        months.month,
        terms.account_id,
        terms.product,
        terms.currency,
        cast(sum(terms.monthly_amount) as {{ type_amount() }}) as mrr_in_currency
    from terms
    inner join {{ ref('int_published_months') }} as months
        on
            terms.service_start <= months.month_end
            and (terms.service_end >= months.month_end or terms.service_end is null)
    group by months.month, terms.account_id, terms.product, terms.currency
)

select
    book.month,
    book.account_id,
    hierarchy.customer_id,
    book.product,
    book.currency,
    book.mrr_in_currency,
    rates.rate,
    {{ convert_amount('book.mrr_in_currency', 'rates.rate') }} as mrr
from book
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on book.account_id = hierarchy.account_id
left join {{ ref('int_exchange_rates') }} as rates
    on
        book.month = rates.month
        and book.currency = rates.currency
