with

kinds as (
    select
        customer_id,
        entitlement_type,
        count(*) as entitlements,
        row_number() over (partition by customer_id order by entitlement_type asc) as kind_number
    from {{ ref('int_entitlements') }}
    group by customer_id, entitlement_type
),

granted as (
    select
        customer_id,
        sum(entitlements) as entitlements,
        {{ joined_texts('entitlement_type', 'kind_number') }} as entitlement_types
    from kinds
    group by customer_id
)

select
    cast(keys.customer_id as string) as customer_id,
    cast(coalesce(granted.entitlements, 0) as bigint) as entitlements,
    cast(granted.entitlement_types as string) as entitlement_types,
    keys.is_key_account
from {{ ref('key_accounts') }} as keys
left join granted
    on keys.customer_id = granted.customer_id
where
    keys.is_key_account
    or granted.entitlements > 0
