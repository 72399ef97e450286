with

invoices as (
    {{ known_rows(source('stripe', 'invoices'), dated=true) }}
),

{{ stripe_net_lines('invoices') }},

invoiced as (
    {{ stripe_invoice_lines() }}
),

credit_notes as (
    {{ known_rows(source('stripe', 'credit_notes'), dated=true) }}
),

{{ stripe_net_lines('credit_notes', prefix='credit_') }},

-- A credit acts on the months of the line that it credits; one of no recurring line acts on no month.
credited as (
    select
        credit_net_lines.*,
        invoiced.subscription_id,
        invoiced.product,
        invoiced.service_start,
        invoiced.service_end,
        {{ local_date(epoch_moment(stripe_moment_of('credit_net_lines.payload')), 'settings.timezone') }}
            as invoice_date,
        coalesce(
            case when invoiced.line_type = 'recurring' then {{ meaning_of(
                "coalesce(" ~ json_text('credit_net_lines.payload', 'reason') ~ ", 'none')",
                'stripe', 'invoice_lines', 'line_type'
            ) }} end,
            'credit_goodwill'
        ) as line_type
    from credit_net_lines
    cross join {{ ref('int_policy_settings') }} as settings
    left join invoiced
        on
            {{ json_text('credit_net_lines.payload', 'invoice') }} = invoiced.invoice_id
            and {{ json_text('credit_net_lines.line', 'invoice_line_item') }} = invoiced.line_id
),

typed as (
    select
        invoice_id,
        line_id,
        account_id,
        subscription_id,
        currency,
        line_type,
        description,
        product,
        amount,
        invoice_date,
        service_start,
        service_end,
        posted_at,
        _source,
        _origin_file,
        _origin_row,
        _row_key || '/' || line_id as _row_key,
        is_deleted
    from invoiced
    union all
    select
        id as invoice_id,
        line_id,
        {{ json_text('payload', 'customer') }} as account_id,
        subscription_id,
        currency,
        line_type,
        {{ json_text('line', 'description') }} as description,
        product,
        -1 * net_amount as amount,
        invoice_date,
        service_start,
        service_end,
        {{ epoch_moment(json_text('payload', 'created')) }} as posted_at,
        _source,
        _origin_file,
        _origin_row,
        _row_key || '/' || line_id as _row_key,
        {{ stripe_is_void('_deleted', 'payload', 'credit_notes') }} as is_deleted
    from credited
)

{{ canonical('invoice_lines', 'typed', [
    'invoice_id', 'line_id', 'account_id', 'subscription_id', 'currency', 'line_type', 'description', 'product',
    'amount', 'invoice_date', 'service_start', 'service_end', 'posted_at'
]) }}
