with

sources as (
    {{ union_sources('invoices') }}
)

select
    sources.invoice_id,
    ids.account_id,
    coalesce(sources.currency, settings.reporting_currency) as currency,
    sources.amount,
    sources.invoice_date,
    sources.due_date,
    case when sources.paid_date <= {{ as_of() }} then sources.paid_date end as paid_date
from sources
inner join {{ ref('int_account_ids') }} as ids
    on
        sources.account_id = ids.source_account_id
        and ids.system = '{{ system_of("invoices") }}'
cross join {{ ref('int_policy_settings') }} as settings
where
    not sources.is_deleted
    and sources.invoice_date <= {{ as_of() }}
