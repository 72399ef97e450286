{%- set contract_events = {
    'contract_signed': ('signed_date', 'Contract signed'),
    'contract_started': ('start_date', 'Contract in force'),
    'notice': ('notice_date', 'Notice or scheduled change of a contract'),
    'contract_ended': ('end_date', 'Last day of a contract'),
} %}
with

contracts as (
    select
        subscriptions.*,
        {{ convert_amount('subscriptions.monthly_amount', 'rates.rate') }} as amount
    from {{ ref('int_subscriptions') }} as subscriptions
    left join {{ ref('int_latest_rates') }} as rates
        on subscriptions.currency = rates.currency
)

{% for kind, (day, title) in contract_events.items() -%}
select
    account_id,
    '{{ kind }}' as kind,
    subscription_id as source_id,
    '{{ title }}' || coalesce(', ' || product, '') as title,
    amount,
    {{ day }} as event_date
from contracts
where {{ day }} <= {{ as_of() }}
union all
{% endfor -%}
select
    account_id,
    'invoice_issued' as kind,
    invoice_id as source_id,
    case when amount < 0 then 'Credit note' else 'Invoice' end || ', due ' || cast(due_date as string) as title,
    amount,
    invoice_date as event_date
from {{ ref('int_invoice_balances') }}
union all
select
    account_id,
    'invoice_paid' as kind,
    invoice_id as source_id,
    'Invoice paid' || case when days_late > 0 then ', late by days: ' || cast(days_late as string) else '' end as title,
    amount,
    settled_on as event_date
from {{ ref('int_invoice_balances') }}
where settled_on is not null
union all
select
    unit_id as account_id,
    'mrr_movement' as kind,
    unit_id || ' ' || cast(month as string) as source_id,
    'Recurring revenue: ' || movement as title,
    new + reactivation + expansion + contraction + churn as amount,
    {{ month_end('month') }} as event_date
from {{ ref('int_mrr_movements') }}
where
    level = 'account'
    and movement <> 'none'
