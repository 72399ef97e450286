with

held as (
    select distinct
        account_id,
        product
    from {{ ref('int_mrr_book') }}
    where
        month = {{ last_published_month() }}
        and mrr > 0
)

select
    account_id,
    count(distinct product) as products_in_use,
    {{ joined_texts('product', 'product') }} as products
from held
group by account_id
