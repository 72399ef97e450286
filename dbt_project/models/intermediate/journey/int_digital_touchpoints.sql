-- What reaches the customer through no person: invitations to surveys, unpaid invoices and the product itself.
select
    account_id,
    'survey' as source,
    'survey_sent' as event,
    survey_type || ' ' || account_id || ' ' || cast(sent_date as string) as source_id,
    sent_date as event_date
from {{ ref('int_surveys') }}
where
    sent_date <= {{ as_of() }}
    and account_id is not null
group by account_id, survey_type, sent_date
union all
select
    account_id,
    'invoice' as source,
    'invoice_overdue' as event,
    invoice_id as source_id,
    {{ add_days('due_date', 1) }} as event_date
from {{ ref('int_invoice_balances') }}
where
    due_date < {{ as_of() }}
    and amount > 0
    and coalesce(settled_on > due_date, true)
union all
select
    account_id,
    'usage' as source,
    'first_use' as event,
    account_id || ' ' || product || ' ' || module as source_id,
    min(used_on) as event_date
from {{ ref('int_usage_months') }}
group by account_id, product, module
union all
select
    account_id,
    'usage' as source,
    'use' as event,
    account_id || ' ' || product || ' ' || cast(month as string) as source_id,
    min(used_on) as event_date
from {{ ref('int_usage_months') }}
group by account_id, product, month
