with

documents as (
    select
        'invoices' as entity,
        1 as sign,
        payload,
        newest_known_on
    from ({{ standing_versions('stripe', 'invoices') }}) as invoices
    union all
    select
        'credit_notes' as entity,
        -1 as sign,
        payload,
        newest_known_on
    from ({{ standing_versions('stripe', 'credit_notes') }}) as credit_notes
),

-- The sums that a document states of itself, so that a line which did not come in is missed.
stated as (
    select
        documents.entity,
        documents.newest_known_on,
        coalesce({{ json_count('documents.payload', 'lines.data') }}, 0) as lines_held,
        {{ from_smallest_unit(
            'cast(' ~ json_text('documents.payload', 'total') ~ ' as ' ~ type_amount() ~ ') - coalesce(cast('
            ~ json_text('documents.payload', 'pre_payment_credit_notes_amount') ~ ' as ' ~ type_amount() ~ '), 0)',
            json_text('documents.payload', 'currency'), 'stripe'
        ) }} as claimed,
        documents.sign * {{ from_smallest_unit(
            'coalesce(cast(' ~ json_text('documents.payload', 'total_excluding_tax') ~ ' as ' ~ type_amount()
            ~ ') - coalesce(cast(' ~ json_text('documents.payload', 'shipping_cost.amount_subtotal') ~ ' as '
            ~ type_amount() ~ '), 0), cast(' ~ json_text('documents.payload', 'subtotal') ~ ' as ' ~ type_amount()
            ~ '))',
            json_text('documents.payload', 'currency'), 'stripe'
        ) }} as net
    from documents
    left join {{ ref('source_values') }} as statuses
        on
            statuses.source = 'stripe'
            and documents.entity = statuses.entity
            and statuses.column_name = 'status'
            and {{ json_text('documents.payload', 'status') }} = statuses.value
    where statuses.meaning is null
)

{{ standing_objects('stripe', 'customers', 'system_accounts') }}
union all
{{ standing_objects('stripe', 'products', 'products') }}
union all
{{ standing_objects('stripe', 'subscriptions', 'subscriptions', rows=json_count('payload', 'items.data')) }}
union all
select
    'stripe' as source,
    'invoices' as stream,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then count(*) end as rows_standing,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then sum(claimed) end as amount_standing
from stated
where entity = 'invoices'
union all
select
    'stripe' as source,
    'invoice_lines' as stream,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then coalesce(sum(lines_held), 0) end
        as rows_standing,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then sum(net) end as amount_standing
from stated
union all
select
    'stripe' as source,
    'payments' as stream,
    count(*) as rows_standing,
    cast(null as {{ type_amount() }}) as amount_standing
from {{ ref('stg_stripe__payments') }}
where not is_deleted
