with

invoices as (
    {{ known_rows(source('stripe', 'invoices'), dated=true) }}
),

invoice_payments as (
    {{ known_rows(source('stripe', 'invoice_payments'), dated=true) }}
),

charges as (
    {{ known_rows(source('stripe', 'charges'), dated=true) }}
),

refunds as (
    {{ known_rows(source('stripe', 'refunds'), dated=true) }}
),

paid_invoices as (
    {{ stripe_paid_invoices() }}
),

-- A charge comes with the id of its intent too, by which the invoice may be known.
linked_charges as (
    select
        charges.*,
        coalesce(by_charge.invoice_id, by_intent.invoice_id) as invoice_id
    from charges
    left join paid_invoices as by_charge
        on charges.id = by_charge.payment_id
    left join paid_invoices as by_intent
        on {{ json_text('charges.payload', 'payment_intent') }} = by_intent.payment_id
),

-- An account either tells the payments of its invoices, or its version of the API is older and charges stand for them.
moved as (
    select
        invoice_payments.*,
        {{ json_text('payload', 'invoice') }} as invoice_id,
        cast({{ json_text('payload', 'amount_paid') }} as {{ type_amount() }}) as smallest_units,
        coalesce({{ json_text('payload', 'status_transitions.paid_at') }}, {{ json_text('payload', 'created') }})
            as second
    from invoice_payments
    union all
    select
        linked_charges.*,
        cast(coalesce(
            {{ json_text('payload', 'amount_captured') }}, {{ json_text('payload', 'amount') }}
        ) as {{ type_amount() }}) as smallest_units,
        {{ json_text('payload', 'created') }} as second
    from linked_charges
    where
        invoice_id not in (
            select {{ json_text('payload', 'invoice') }} from invoice_payments
        )
    union all
    select
        refunds.*,
        coalesce(by_charge.invoice_id, by_intent.invoice_id) as invoice_id,
        -1 * cast({{ json_text('refunds.payload', 'amount') }} as {{ type_amount() }}) as smallest_units,
        {{ json_text('refunds.payload', 'created') }} as second
    from refunds
    left join linked_charges as by_charge
        on {{ json_text('refunds.payload', 'charge') }} = by_charge.id
    left join paid_invoices as by_intent
        on {{ json_text('refunds.payload', 'payment_intent') }} = by_intent.payment_id
),

typed as (
    select
        moved.id as payment_id,
        moved.invoice_id,
        {{ from_smallest_unit('moved.smallest_units', json_text('moved.payload', 'currency'), 'stripe') }} as amount,
        {{ local_date(epoch_moment('moved.second'), 'settings.timezone') }} as paid_date,
        moved._source,
        moved._origin_file,
        moved._origin_row,
        moved._row_key,
        moved._deleted as is_deleted
    from moved
    cross join {{ ref('int_policy_settings') }} as settings
    where
        moved.invoice_id is not null
        and {{ stripe_went_through('moved.payload') }}
)

{{ canonical('payments', 'typed', ['payment_id', 'invoice_id', 'amount', 'paid_date']) }}
