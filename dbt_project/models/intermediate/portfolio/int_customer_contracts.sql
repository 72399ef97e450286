with

products as (
    select
        hierarchy.customer_id,
        count(distinct book.product) as products_in_use
    from {{ ref('int_mrr_book') }} as book
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on book.account_id = hierarchy.account_id
    where
        book.month = {{ last_published_month() }}
        and book.mrr > 0
    group by hierarchy.customer_id
),

-- The contract that binds longest decides; days of the last month count in part.
terms as (
    select
        hierarchy.customer_id,
        max(terms.term_end) as contracted_until
    from {{ ref('int_term_ends') }} as terms
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on terms.account_id = hierarchy.account_id
    where terms.term_end >= {{ as_of() }}
    group by hierarchy.customer_id
)

select
    coalesce(products.customer_id, terms.customer_id) as customer_id,
    coalesce(products.products_in_use, 0) as products_in_use,
    terms.contracted_until,
    {{ months_between_months(as_of(), 'terms.contracted_until') }}
    + {{ safe_divide('day(terms.contracted_until)', days_in_month('terms.contracted_until')) }}
    - {{ safe_divide('day(' ~ as_of() ~ ')', days_in_month(as_of())) }} as contract_months_left
from products
full outer join terms
    on products.customer_id = terms.customer_id
