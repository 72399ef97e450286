with

sources as (
    {{ union_sources('opportunities') }}
)

-- How the deal was sold goes before how its product is sold as a rule.
select
    sources.opportunity_id,
    sources.account_id,
    sources.type,
    coalesce(sources.product, '') as product,
    coalesce(sources.sales_motion, products.sales_motion, 'unknown') as sales_motion,
    sources.monthly_amount,
    sources.won,
    sources.closed_date
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
left join {{ ref('int_products') }} as products
    on sources.product = products.product
where
    not sources.is_deleted
    and sources.closed_date <= {{ as_of() }}
    and sources.won is not null
