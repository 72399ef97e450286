with

sources as (
    {{ union_sources('invoices') }}
)

select
    sources.invoice_id,
    sources.account_id,
    coalesce(sources.currency, settings.reporting_currency) as currency,
    sources.amount,
    sources.invoice_date,
    sources.due_date,
    case when sources.paid_date <= {{ as_of() }} then sources.paid_date end as paid_date
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
cross join {{ ref('int_policy_settings') }} as settings
where
    not sources.is_deleted
    and sources.invoice_date <= {{ as_of() }}
