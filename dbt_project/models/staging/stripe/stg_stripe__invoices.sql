with

known as (
    {{ known_rows(source('stripe', 'invoices'), dated=true) }}
),

-- Invoices of before 2018 say only whether they were paid.
dated as (
    select
        known.*,
        coalesce({{ json_text('known.payload', 'status') }} = 'paid', {{ json_text('known.payload', 'paid') }} = 'true')
            as is_paid,
        {{ local_date(epoch_moment(stripe_moment_of('known.payload')), 'settings.timezone') }} as invoice_date,
        {{ local_date(epoch_moment(json_text('known.payload', 'due_date')), 'settings.timezone') }} as day_due,
        {{ local_date(
            epoch_moment(json_text('known.payload', 'status_transitions.paid_at')), 'settings.timezone'
        ) }} as day_paid,
        upper({{ json_text('known.payload', 'currency') }}) as currency
    from known
    cross join {{ ref('int_policy_settings') }} as settings
),

typed as (
    select
        id as invoice_id,
        {{ json_text('payload', 'customer') }} as account_id,
        currency,
        -- What a credit note takes off before it is paid is no longer claimed.
        {{ from_smallest_unit(
            'cast(' ~ json_text('payload', 'total') ~ ' as ' ~ type_amount() ~ ') - coalesce(cast('
            ~ json_text('payload', 'pre_payment_credit_notes_amount') ~ ' as ' ~ type_amount() ~ '), 0)',
            'dated.currency', 'stripe'
        ) }} as amount,
        invoice_date,
        -- What is charged automatically is due at once.
        coalesce(day_due, invoice_date) as due_date,
        case when is_paid then coalesce(day_paid, invoice_date) end as paid_date,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        {{ stripe_is_void('_deleted', 'payload', 'invoices') }} as is_deleted
    from dated
)

{{ canonical('invoices', 'typed', [
    'invoice_id', 'account_id', 'currency', 'amount', 'invoice_date', 'due_date', 'paid_date'
]) }}
