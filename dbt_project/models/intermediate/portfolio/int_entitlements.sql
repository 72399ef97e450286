with

sources as (
    {{ union_sources('entitlements') }}
)

select
    sources.entitlement_id,
    hierarchy.customer_id,
    sources.account_id,
    sources.entitlement_type,
    sources.details,
    sources.valid_from,
    sources.valid_until
from sources
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on sources.account_id = hierarchy.account_id
where
    not sources.is_deleted
    and sources.valid_from <= {{ as_of() }}
    and coalesce(sources.valid_until >= {{ as_of() }}, true)
