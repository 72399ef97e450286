with

invoices as (
    select * from ({{ landed_versions(source('chargebee', 'invoices')) }}) as numbered
    where versions > 1
),

credit_notes as (
    select * from ({{ landed_versions(source('chargebee', 'credit_notes')) }}) as numbered
    where versions > 1
),

invoiced as (
    {{ chargebee_lines('invoices') }}
),

credited as (
    {{ chargebee_lines('credit_notes') }}
),

typed as (
    select
        id as invoice_id,
        line_id,
        account_id,
        subscription_id,
        currency,
        kind as line_type,
        product,
        version_number,
        net_amount as amount,
        invoice_date,
        service_start,
        service_end,
        case when version_number > 1 then _known_on end as known_from,
        replaced_on as known_until,
        posted_at,
        _row_key || '/' || line_id as _row_key,
        {{ chargebee_is_void('_deleted', 'payload', 'invoices') }} as is_deleted
    from invoiced
    union all
    select
        id as invoice_id,
        line_id,
        account_id,
        subscription_id,
        currency,
        {{ chargebee_credit_type('kind', 'payload') }} as line_type,
        product,
        version_number,
        -1 * net_amount as amount,
        invoice_date,
        service_start,
        service_end,
        case when version_number > 1 then _known_on end as known_from,
        replaced_on as known_until,
        posted_at,
        _row_key || '/' || line_id as _row_key,
        {{ chargebee_is_void('_deleted', 'payload', 'credit_notes') }} as is_deleted
    from credited
)

{{ canonical('invoice_line_versions', 'typed', [
    'invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type', 'product', 'version_number',
    'amount', 'invoice_date', 'service_start', 'service_end', 'known_from', 'known_until', 'posted_at'
]) }}
