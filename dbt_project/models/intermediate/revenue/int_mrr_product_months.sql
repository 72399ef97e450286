with

summed as (
    select
        month,
        account_id,
        coalesce(product, '') as product,
        sum(mrr) as mrr_exact,
        cast(sum(mrr) as {{ type_money() }}) as mrr_rounded,
        max(awaits_renewal) as awaits_renewal
    from {{ ref('int_mrr_book') }}
    group by month, account_id, coalesce(product, '')
),

-- The cents that rounding by product leaves over go to the account's largest product, so that products add up.
shared as (
    select
        *,
        cast(sum(mrr_exact) over (partition by month, account_id) as {{ type_money() }})
        - sum(mrr_rounded) over (partition by month, account_id) as left_over,
        row_number() over (partition by month, account_id order by abs(mrr_exact) desc, product asc) as largest_first
    from summed
)

select
    month,
    account_id,
    product,
    cast(mrr_rounded + case when largest_first = 1 then left_over else 0 end as {{ type_money() }}) as mrr,
    awaits_renewal = 1 as is_awaiting_renewal
from shared
