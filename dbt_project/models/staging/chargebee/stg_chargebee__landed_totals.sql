with

documents as (
    select
        'invoices' as entity,
        1 as sign,
        id,
        payload,
        newest_known_on
    from ({{ standing_versions('chargebee', 'invoices') }}) as invoices
    union all
    select
        'credit_notes' as entity,
        -1 as sign,
        id,
        payload,
        newest_known_on
    from ({{ standing_versions('chargebee', 'credit_notes') }}) as credit_notes
),

taxes as (
    select
        entity,
        id,
        sum(cast({{ json_text('item', 'amount') }} as {{ type_amount() }})) as amount
    from ({{ json_items('documents', 'payload', 'taxes') }}) as listed_taxes
    group by entity, id
),

-- The sums that a document states of itself, so that a line which did not come in is missed.
stated as (
    select
        documents.entity,
        documents.newest_known_on,
        coalesce({{ json_count('documents.payload', 'line_items') }}, 0) as lines_held,
        {{ from_smallest_unit(
            'cast(' ~ json_text('documents.payload', 'total') ~ ' as ' ~ type_amount() ~ ') - coalesce(cast('
            ~ json_text('documents.payload', 'amount_adjusted') ~ ' as ' ~ type_amount() ~ '), 0) - coalesce(cast('
            ~ json_text('documents.payload', 'write_off_amount') ~ ' as ' ~ type_amount() ~ '), 0)',
            json_text('documents.payload', 'currency_code'), 'chargebee'
        ) }} as claimed,
        documents.sign * {{ from_smallest_unit(
            'cast(' ~ json_text('documents.payload', 'total') ~ ' as ' ~ type_amount()
            ~ ') - coalesce(taxes.amount, 0) - coalesce(cast('
            ~ json_text('documents.payload', 'round_off_amount') ~ ' as ' ~ type_amount() ~ '), 0)',
            json_text('documents.payload', 'currency_code'), 'chargebee'
        ) }} as net
    from documents
    left join taxes
        on
            documents.entity = taxes.entity
            and documents.id = taxes.id
    left join {{ ref('source_values') }} as statuses
        on
            statuses.source = 'chargebee'
            and documents.entity = statuses.entity
            and statuses.column_name = 'status'
            and {{ json_text('documents.payload', 'status') }} = statuses.value
    where statuses.meaning is null
)

{{ standing_objects('chargebee', 'customers', 'system_accounts') }}
union all
{{ standing_objects('chargebee', 'items', 'products') }}
union all
select
    'chargebee' as source,
    'subscriptions' as stream,
    count(*) as rows_standing,
    cast(null as {{ type_amount() }}) as amount_standing
from {{ ref('stg_chargebee__subscriptions') }}
where not is_deleted
union all
select
    'chargebee' as source,
    'invoices' as stream,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then count(*) end as rows_standing,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then sum(claimed) end as amount_standing
from stated
where entity = 'invoices'
union all
select
    'chargebee' as source,
    'invoice_lines' as stream,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then coalesce(sum(lines_held), 0) end
        as rows_standing,
    case when coalesce(max(newest_known_on) <= {{ as_of() }}, true) then sum(net) end as amount_standing
from stated
union all
select
    'chargebee' as source,
    'payments' as stream,
    count(*) as rows_standing,
    cast(null as {{ type_amount() }}) as amount_standing
from {{ ref('stg_chargebee__payments') }}
where not is_deleted
