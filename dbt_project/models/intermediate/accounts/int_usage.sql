with

sources as (
    {{ union_sources('usage') }}
)

-- Two tenants of the product may be one account, and their users are other people.
select
    ids.account_id,
    sources.date as used_on,
    sources.product,
    sources.module,
    sum(sources.active_users) as active_users,
    sum(sources.events) as events,
    sum(sources.licensed_seats) as licensed_seats
from sources
inner join {{ ref('int_account_ids') }} as ids
    on
        sources.account_id = ids.source_account_id
        and ids.system = '{{ system_of("usage") }}'
where
    not sources.is_deleted
    and sources.date <= {{ as_of() }}
group by ids.account_id, sources.date, sources.product, sources.module
