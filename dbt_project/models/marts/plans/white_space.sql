with

-- What is offered, and what a competitor is known to hold although nobody has bought it from us yet.
products as (
    select product from {{ ref('int_products_offered') }}
    union
    select product from {{ ref('int_competitor_products') }}
),

held as (
    select
        account_id,
        product,
        max(case when mrr > 0 then month end) as last_held_month,
        sum(case when month = {{ last_published_month() }} then mrr else 0 end) as mrr
    from {{ ref('int_mrr_product_months') }}
    group by account_id, product
),

ordered as (
    select
        account_id,
        product,
        min(start_date) as starts_on
    from {{ ref('int_subscriptions') }}
    where
        start_date > {{ as_of() }}
        and coalesce(end_date >= start_date, true)
    group by account_id, product
),

grid as (
    select
        accounts.account_id,
        products.product,
        coalesce(held.mrr, 0) as mrr,
        coalesce(held.mrr, 0) > 0 as holds_it,
        held.last_held_month,
        ordered.starts_on,
        competitors.competitor,
        competitors.competitors,
        competitors.yearly_amount,
        competitors.noted_on
    from {{ ref('int_accounts') }} as accounts
    cross join products
    left join held
        on
            accounts.account_id = held.account_id
            and products.product = held.product
    left join ordered
        on
            accounts.account_id = ordered.account_id
            and products.product = ordered.product
    left join {{ ref('int_competitor_products') }} as competitors
        on
            accounts.account_id = competitors.account_id
            and products.product = competitors.product
    where not accounts.is_deleted
)

select
    cast(account_id as string) as account_id,
    cast(product as string) as product,
    cast(case
        when holds_it then 'held'
        when starts_on is not null then 'ordered'
        when competitor is not null then 'competitor'
        when last_held_month is not null then 'given_up'
        else 'never_held'
    end as string) as status,
    cast(competitor as string) as competitor,
    cast(mrr as decimal(18, 2)) as mrr,
    cast(yearly_amount as decimal(18, 2)) as competitor_yearly_amount,
    cast(coalesce(competitors, 0) as bigint) as competitors,
    holds_it,
    not holds_it and starts_on is null as is_white_space,
    cast(last_held_month as date) as last_held_month,
    cast(starts_on as date) as starts_on,
    cast(noted_on as date) as competitor_noted_on
from grid
