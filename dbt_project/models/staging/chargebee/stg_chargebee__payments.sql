with

invoices as (
    {{ known_rows(source('chargebee', 'invoices'), dated=true) }}
),

credit_notes as (
    {{ known_rows(source('chargebee', 'credit_notes'), dated=true) }}
),

-- An invoice names the payments made for it, and a credit note what was paid back.
moved as (
    select
        payments.*,
        payments.id as invoice_id,
        1 as sign
    from ({{ json_items('invoices', 'payload', 'linked_payments') }}) as payments
    union all
    select
        refunds.*,
        {{ json_text('refunds.payload', 'reference_invoice_id') }} as invoice_id,
        -1 as sign
    from ({{ json_items('credit_notes', 'payload', 'linked_refunds') }}) as refunds
),

typed as (
    select
        {{ json_text('moved.item', 'txn_id') }} || '/' || moved.id as payment_id,
        moved.invoice_id,
        moved.sign * {{ from_smallest_unit(
            json_text('moved.item', 'applied_amount'), json_text('moved.payload', 'currency_code'), 'chargebee'
        ) }} as amount,
        {{ local_date(epoch_moment(
            'coalesce(' ~ json_text('moved.item', 'txn_date') ~ ', ' ~ json_text('moved.item', 'applied_at') ~ ')'
        ), 'settings.timezone') }} as paid_date,
        moved._source,
        moved._origin_file,
        moved._origin_row,
        moved._row_key || '/' || {{ json_text('moved.item', 'txn_id') }} as _row_key,
        moved._deleted as is_deleted
    from moved
    cross join {{ ref('int_policy_settings') }} as settings
    where
        moved.invoice_id is not null
        and {{ meaning_of(json_text('moved.item', 'txn_status'), 'chargebee', 'payments', 'status') }} = 'paid'
)

{{ canonical('payments', 'typed', ['payment_id', 'invoice_id', 'amount', 'paid_date']) }}
