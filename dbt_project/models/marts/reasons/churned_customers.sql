with

churned as (
    select * from {{ ref('int_reason_occasions') }}
    where event = 'leave'
),

-- A group is a customer since its first account; of an account from before the books nobody can tell since when.
tenures as (
    select
        churned.customer_id,
        churned.month,
        case
            when count(tenures.customer_from) = sum(case when tenures.is_customer then 1 else 0 end)
                then min(tenures.customer_from)
        end as customer_from
    from churned
    inner join {{ ref('int_customer_months') }} as customers
        on
            churned.customer_id = customers.customer_id
            and churned.month = customers.month
    inner join {{ ref('int_account_tenures') }} as tenures
        on customers.account_id = tenures.account_id
    group by churned.customer_id, churned.month
),

products as (
    select
        customer_id,
        month,
        {{ joined_texts("nullif(product, '')", 'product') }} as products
    from {{ ref('int_mrr_movements') }}
    where
        level = 'product'
        and opening > 0
    group by customer_id, month
),

returns as (
    select
        churned.customer_id,
        churned.month,
        min(later.month) as returned_month
    from churned
    inner join {{ ref('int_mrr_movements') }} as later
        on
            churned.customer_id = later.unit_id
            and later.level = 'customer'
            and churned.month < later.month
            and later.closing > 0
    group by churned.customer_id, churned.month
),

reasons as (
    select
        explained.customer_id,
        explained.month,
        reasons.*
    from {{ ref('int_occasion_reasons') }} as explained
    inner join {{ ref('int_reasons') }} as reasons
        on explained.reason_id = reasons.reason_id
    where
        explained.is_counted
        and explained.event = 'leave'
)

select
    cast(churned.customer_id as string) as customer_id,
    cast(accounts.account_name as string) as customer_name,
    cast(reasons.reason_id as string) as reason_id,
    cast(coalesce(reasons.reason_code, 'unknown') as string) as reason_code,
    cast(products.products as string) as products,
    cast(segments.abc_class as string) as abc_class,
    cast(churned.mrr as decimal(18, 2)) as mrr,
    cast({{ months_between_months('tenures.customer_from', 'churned.month') }} as int) as tenure_months,
    reasons.reason_id is not null as has_reason,
    reasons.is_known_code,
    reasons.is_addressable,
    cast(reasons.reason_date as date) as reason_date,
    cast(tenures.customer_from as date) as customer_from,
    cast(returns.returned_month as date) as returned_month,
    cast(churned.month as date) as month
from churned
left join {{ ref('int_accounts') }} as accounts
    on churned.customer_id = accounts.account_id
left join reasons
    on
        churned.customer_id = reasons.customer_id
        and churned.month = reasons.month
left join tenures
    on
        churned.customer_id = tenures.customer_id
        and churned.month = tenures.month
left join products
    on
        churned.customer_id = products.customer_id
        and churned.month = products.month
left join returns
    on
        churned.customer_id = returns.customer_id
        and churned.month = returns.month
left join {{ ref('segment_months') }} as segments
    on
        churned.customer_id = segments.customer_id
        and {{ add_months('churned.month', -1) }} = segments.month
