with

invoices as (
    {{ known_rows(source('chargebee', 'invoices'), dated=true) }}
),

credit_notes as (
    {{ known_rows(source('chargebee', 'credit_notes'), dated=true) }}
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
        description,
        product,
        net_amount as amount,
        invoice_date,
        service_start,
        service_end,
        posted_at,
        _source,
        _origin_file,
        _origin_row,
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
        description,
        product,
        -1 * net_amount as amount,
        invoice_date,
        service_start,
        service_end,
        posted_at,
        _source,
        _origin_file,
        _origin_row,
        _row_key || '/' || line_id as _row_key,
        {{ chargebee_is_void('_deleted', 'payload', 'credit_notes') }} as is_deleted
    from credited
)

{{ canonical('invoice_lines', 'typed', [
    'invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type', 'description', 'product',
    'amount', 'invoice_date', 'service_start', 'service_end', 'posted_at'
]) }}
