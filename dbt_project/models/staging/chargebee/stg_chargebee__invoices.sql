with

known as (
    {{ known_rows(source('chargebee', 'invoices'), dated=true) }}
),

dated as (
    select
        known.*,
        {{ local_date(epoch_moment(json_text('known.payload', 'date')), 'settings.timezone') }} as invoice_date,
        {{ local_date(epoch_moment(json_text('known.payload', 'due_date')), 'settings.timezone') }} as day_due,
        {{ local_date(epoch_moment(json_text('known.payload', 'paid_at')), 'settings.timezone') }} as day_paid,
        upper({{ json_text('known.payload', 'currency_code') }}) as currency
    from known
    cross join {{ ref('int_policy_settings') }} as settings
),

typed as (
    select
        id as invoice_id,
        {{ json_text('payload', 'customer_id') }} as account_id,
        currency,
        -- What was taken off or written off before it was paid is no longer claimed.
        {{ from_smallest_unit(
            'cast(' ~ json_text('payload', 'total') ~ ' as ' ~ type_amount() ~ ') - coalesce(cast('
            ~ json_text('payload', 'amount_adjusted') ~ ' as ' ~ type_amount() ~ '), 0) - coalesce(cast('
            ~ json_text('payload', 'write_off_amount') ~ ' as ' ~ type_amount() ~ '), 0)',
            'dated.currency', 'chargebee'
        ) }} as amount,
        invoice_date,
        coalesce(day_due, invoice_date) as due_date,
        case when {{ json_text('payload', 'status') }} = 'paid' then coalesce(day_paid, invoice_date) end as paid_date,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        {{ chargebee_is_void('_deleted', 'payload', 'invoices') }} as is_deleted
    from dated
)

{{ canonical('invoices', 'typed', [
    'invoice_id', 'account_id', 'currency', 'amount', 'invoice_date', 'due_date', 'paid_date'
]) }}
