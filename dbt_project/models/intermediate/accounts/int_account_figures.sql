with

recurring as (
    select
        account_id,
        sum(case when month = {{ last_published_month() }} then mrr else 0 end) as mrr,
        sum(case when month = {{ add_months(last_published_month(), -12) }} then mrr else 0 end) as mrr_12_months_ago,
        max(case when mrr > 0 then month end) as last_active_month
    from {{ ref('mrr_months') }}
    group by account_id
),

earned as (
    select
        account_id,
        sum(revenue) as revenue_ttm
    from {{ ref('recognised_revenue_months') }}
    where month > {{ add_months(last_published_month(), -12) }}
    group by account_id
),

conflicts as (
    select
        account_id,
        count(*) as source_conflicts
    from {{ ref('source_conflicts') }}
    group by account_id
),

links as (
    select
        account_id,
        count(distinct system) as linked_systems
    from {{ ref('account_links') }}
    where is_linked
    group by account_id
)

select
    accounts.account_id,
    coalesce(recurring.mrr, 0) as mrr,
    recurring.mrr - recurring.mrr_12_months_ago as mrr_change_12_months,
    recurring.last_active_month,
    coalesce(earned.revenue_ttm, 0) as revenue_ttm,
    coalesce(products.products_in_use, 0) as products_in_use,
    products.products,
    coalesce(billing.open_amount, 0) as open_amount,
    coalesce(billing.overdue_amount, 0) as overdue_amount,
    billing.max_days_overdue,
    billing.last_invoice_date,
    billing.last_settled_on,
    coalesce(service.open_tickets, 0) as open_tickets,
    coalesce(service.tickets_12_months, 0) as tickets_12_months,
    coalesce(service.complaints_12_months, 0) as complaints_12_months,
    coalesce(service.open_complaints, 0) as open_complaints,
    service.last_ticket_date,
    coalesce(conflicts.source_conflicts, 0) as source_conflicts,
    coalesce(links.linked_systems, 0) as linked_systems
from {{ ref('int_accounts') }} as accounts
left join recurring
    on accounts.account_id = recurring.account_id
left join earned
    on accounts.account_id = earned.account_id
left join {{ ref('int_account_products') }} as products
    on accounts.account_id = products.account_id
left join {{ ref('int_account_billing') }} as billing
    on accounts.account_id = billing.account_id
left join {{ ref('int_account_service') }} as service
    on accounts.account_id = service.account_id
left join conflicts
    on accounts.account_id = conflicts.account_id
left join links
    on accounts.account_id = links.account_id
