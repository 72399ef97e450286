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
)

select
    cast(accounts.account_id as string) as account_id,
    cast(segments.customer_id as string) as customer_id,
    cast(accounts.parent_account_id as string) as parent_account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(accounts.csm_id as string) as csm_id,
    cast(accounts.account_name as string) as account_name,
    cast(segments.segment as string) as segment,
    cast(segments.abc_class as string) as abc_class,
    cast(accounts.country as string) as country,
    cast(accounts.industry as string) as industry,
    cast(accounts.relationship_stage as string) as relationship_stage,
    cast(coalesce(recurring.mrr, 0) as decimal(18, 2)) as mrr,
    cast(12 * coalesce(recurring.mrr, 0) as decimal(18, 2)) as arr,
    cast(recurring.mrr - recurring.mrr_12_months_ago as decimal(18, 2)) as mrr_change_12_months,
    cast(coalesce(earned.revenue_ttm, 0) as decimal(18, 2)) as revenue_ttm,
    cast(accounts.potential_annual as decimal(18, 2)) as potential_annual,
    cast(coalesce(products.products_in_use, 0) as bigint) as products_in_use,
    cast(coalesce(billing.open_amount, 0) as decimal(18, 2)) as open_amount,
    cast(coalesce(billing.overdue_amount, 0) as decimal(18, 2)) as overdue_amount,
    cast(billing.max_days_overdue as int) as max_days_overdue,
    cast(contacts.days_since_last_contact as int) as days_since_last_contact,
    cast(coalesce(people.active_contacts, 0) as bigint) as active_contacts,
    cast(coalesce(people.active_decision_makers, 0) as bigint) as active_decision_makers,
    cast(coalesce(service.open_tickets, 0) as bigint) as open_tickets,
    cast(coalesce(service.tickets_12_months, 0) as bigint) as tickets_12_months,
    cast(coalesce(service.complaints_12_months, 0) as bigint) as complaints_12_months,
    cast(coalesce(conflicts.source_conflicts, 0) as bigint) as source_conflicts,
    segments.is_segment_set,
    coalesce(recurring.mrr, 0) > 0 as is_active_customer,
    contacts.never_contacted,
    contacts.year_without_contact,
    accounts.is_deleted,
    cast(accounts.customer_since as date) as customer_since,
    cast(recurring.last_active_month as date) as last_active_month,
    cast(billing.last_invoice_date as date) as last_invoice_date,
    cast(contacts.last_contact as date) as last_contact,
    cast(service.last_ticket_date as date) as last_ticket_date
from {{ ref('int_accounts') }} as accounts
inner join {{ ref('int_account_segments') }} as segments
    on accounts.account_id = segments.account_id
inner join {{ ref('account_contacts') }} as contacts
    on accounts.account_id = contacts.account_id
left join recurring
    on accounts.account_id = recurring.account_id
left join earned
    on accounts.account_id = earned.account_id
left join {{ ref('int_account_products') }} as products
    on accounts.account_id = products.account_id
left join {{ ref('int_account_billing') }} as billing
    on accounts.account_id = billing.account_id
left join {{ ref('int_account_people') }} as people
    on accounts.account_id = people.account_id
left join {{ ref('int_account_service') }} as service
    on accounts.account_id = service.account_id
left join conflicts
    on accounts.account_id = conflicts.account_id
