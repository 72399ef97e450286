with

invoiced as (
    select count(*) as line_count from {{ ref('int_invoice_lines') }}
)

select
    case
        when settings.mrr_basis <> 'auto' then settings.mrr_basis
        when invoiced.line_count > 0 then 'invoices'
        else 'subscriptions'
    end as mrr_basis
from {{ ref('int_policy_settings') }} as settings
cross join invoiced
