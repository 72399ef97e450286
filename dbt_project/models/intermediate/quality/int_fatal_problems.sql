with

hierarchy as (
    select * from {{ ref('int_account_hierarchy') }}
),

needed_rates as (
    select
        month,
        currency
    from {{ ref('int_mrr_book') }}
    where rate is null
    union
    select
        {{ add_months('book.month', 1) }} as month,
        book.currency
    from {{ ref('int_mrr_book') }} as book
    left join {{ ref('int_exchange_rates') }} as rates
        on
            {{ add_months('book.month', 1) }} = rates.month
            and book.currency = rates.currency
    where
        rates.rate is null
        and {{ add_months('book.month', 1) }} <= {{ last_published_month() }}
    union
    select
        month,
        currency
    from {{ ref('int_revenue_product_months') }}
    where rate is null
    union
    select
        {{ last_published_month() }} as month,
        invoices.currency
    from {{ ref('int_invoices') }} as invoices
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('int_exchange_rates') }} as rates
        on
            invoices.currency = rates.currency
            and rates.month <= {{ last_published_month() }}
    where
        invoices.currency <> settings.reporting_currency
        and rates.rate is null
    union
    select
        costs.month,
        costs.currency
    from {{ ref('int_direct_costs') }} as costs
    where
        costs.direct_cost is null
        and costs.month <= {{ last_published_month() }}
    union
    select
        months.month,
        contracts.currency
    from {{ ref('int_subscribed_terms') }} as contracts
    inner join {{ ref('int_published_months') }} as months
        on
            contracts.signed_date <= months.month_end
            and (contracts.service_end >= months.month_end or contracts.service_end is null)
    left join {{ ref('int_exchange_rates') }} as rates
        on
            months.month = rates.month
            and contracts.currency = rates.currency
    where rates.rate is null
)

select
    'unknown_parent' as problem,
    account_id as subject,
    parent_account_id as detail
from hierarchy
where has_unknown_parent
union all
select distinct
    'parent_cycle' as problem,
    customer_id as subject,
    cast(null as string) as detail
from hierarchy
where is_in_cycle
union all
select
    'unknown_link' as problem,
    system || ' ' || system_account_id as subject,
    account_id as detail
from {{ ref('int_identity_decisions') }}
where
    not is_known_system_account
    or not is_known_account
union all
select
    'two_confirmed_links' as problem,
    system || ' ' || system_account_id as subject,
    account_id as detail
from {{ ref('int_identity_decisions') }}
where
    decision = 'confirm'
    and confirmations > 1
union all
select
    'missing_rate' as problem,
    currency as subject,
    cast(month as string) as detail
from needed_rates
union all
select
    'second_currency' as problem,
    second.subscription_id as subject,
    second.currency || ' beside ' || second.contract_currency || ' on invoice ' || second.invoice_id as detail
from {{ ref('int_second_currency_lines') }} as second
cross join {{ ref('int_policy_settings') }} as settings
where settings.contract_in_two_currencies = 'refuse'
