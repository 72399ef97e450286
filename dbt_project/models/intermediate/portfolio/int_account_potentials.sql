with

sources as (
    {{ union_sources('account_potentials') }}
)

-- An estimate stands until the next one of the same account and product.
select
    sources.account_id,
    coalesce(sources.product, '') as product,
    sources.potential_annual,
    sources.estimated_by,
    sources.estimated_on,
    lead(sources.estimated_on) over (
        partition by sources.account_id, coalesce(sources.product, '')
        order by sources.estimated_on asc
    ) as estimated_until
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
where
    not sources.is_deleted
    and sources.estimated_on <= {{ as_of() }}
