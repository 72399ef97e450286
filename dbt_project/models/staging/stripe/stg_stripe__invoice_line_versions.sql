with

invoices as (
    select * from ({{ landed_versions(source('stripe', 'invoices')) }}) as numbered
    where versions > 1
),

{{ stripe_net_lines('invoices') }},

invoiced as (
    {{ stripe_invoice_lines() }}
),

credit_notes as (
    select * from ({{ landed_versions(source('stripe', 'credit_notes')) }}) as numbered
    where versions > 1
),

{{ stripe_net_lines('credit_notes', prefix='credit_') }},

typed as (
    select
        invoice_id,
        line_id,
        account_id,
        subscription_id,
        currency,
        line_type,
        product,
        version_number,
        amount,
        invoice_date,
        service_start,
        service_end,
        case when version_number > 1 then _known_on end as known_from,
        replaced_on as known_until,
        posted_at,
        _row_key || '/' || line_id as _row_key,
        is_deleted
    from invoiced
    union all
    -- Of a credit note only its amount and its standing ever change.
    select
        lines_now.invoice_id,
        lines_now.line_id,
        lines_now.account_id,
        lines_now.subscription_id,
        lines_now.currency,
        lines_now.line_type,
        lines_now.product,
        credited.version_number,
        -1 * credited.net_amount as amount,
        lines_now.invoice_date,
        lines_now.service_start,
        lines_now.service_end,
        case when credited.version_number > 1 then credited._known_on end as known_from,
        credited.replaced_on as known_until,
        lines_now.posted_at,
        lines_now._row_key,
        {{ stripe_is_void('credited._deleted', 'credited.payload', 'credit_notes') }} as is_deleted
    from credit_net_lines as credited
    inner join {{ ref('stg_stripe__invoice_lines') }} as lines_now
        on credited._row_key || '/' || credited.line_id = lines_now._row_key
)

{{ canonical('invoice_line_versions', 'typed', [
    'invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type', 'product', 'version_number',
    'amount', 'invoice_date', 'service_start', 'service_end', 'known_from', 'known_until', 'posted_at'
]) }}
