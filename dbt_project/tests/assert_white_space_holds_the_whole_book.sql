-- MRR by product of the last whole month stands in the grid in full, but for lines without a product.
with

both_sides as (
    select
        books.account_id,
        books.mrr
    from {{ ref('int_mrr_product_months') }} as books
    inner join {{ ref('int_accounts') }} as accounts
        on books.account_id = accounts.account_id
    where
        books.month = {{ last_published_month() }}
        and books.product <> ''
        and not accounts.is_deleted
    union all
    select
        account_id,
        -1 * mrr as mrr
    from {{ ref('white_space') }}
)

select
    account_id,
    sum(mrr) as mrr_unexplained
from both_sides
group by account_id
having sum(mrr) <> 0
