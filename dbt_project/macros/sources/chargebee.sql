{# The lines of invoices or credit notes with what they say of themselves: their amount less discounts and included
   taxes, their kind, product and days. The relation holds known or landed versions. #}
{% macro chargebee_lines(relation) -%}
    select
        lines.*,
        {{ json_text('lines.item', 'id') }} as line_id,
        {{ json_text('lines.payload', 'customer_id') }} as account_id,
        upper({{ json_text('lines.payload', 'currency_code') }}) as currency,
        {{ json_text('lines.item', 'description') }} as description,
        coalesce(sold.product, {{ json_text('lines.item', 'entity_id') }}) as product,
        -- The plan goes by the subscription's own id, and what comes beside it has an id of its own.
        coalesce({{ json_text('lines.item', 'subscription_id') }}, {{ json_text('lines.payload', 'subscription_id') }})
        || case
            when {{ json_text('lines.item', 'entity_type') }} like 'addon%'
                then '/' || {{ json_text('lines.item', 'entity_id') }}
            else ''
        end as subscription_id,
        case
            when coalesce({{ json_text('lines.item', 'metered') }}, sold.metered) = 'true' then 'usage'
            -- What recurs has a period; an addon that is charged once has a moment.
            when {{ json_text('lines.item', 'date_to') }} <> {{ json_text('lines.item', 'date_from') }}
                then coalesce(
                    {{ meaning_of(json_text('lines.item', 'entity_type'), 'chargebee', 'invoice_lines', 'line_type') }},
                    'one_off'
                )
            else 'one_off'
        end as kind,
        {{ from_smallest_unit(
            'cast(' ~ json_text('lines.item', 'amount') ~ ' as ' ~ type_amount() ~ ') - coalesce(cast('
            ~ json_text('lines.item', 'discount_amount') ~ ' as ' ~ type_amount() ~ '), 0) - case when '
            ~ json_text('lines.payload', 'price_type') ~ " = 'tax_inclusive' then coalesce(cast("
            ~ json_text('lines.item', 'tax_amount') ~ ' as ' ~ type_amount() ~ '), 0) else 0 end',
            json_text('lines.payload', 'currency_code'), 'chargebee'
        ) }} as net_amount,
        {{ local_date(epoch_moment(json_text('lines.payload', 'date')), 'settings.timezone') }} as invoice_date,
        {{ epoch_moment(
            'coalesce(' ~ json_text('lines.payload', 'generated_at') ~ ', ' ~ json_text('lines.payload', 'date') ~ ')'
        ) }} as posted_at,
        {{ local_date(epoch_moment(json_text('lines.item', 'date_from')), 'settings.timezone') }} as service_start,
        {{ last_service_day(
            json_text('lines.item', 'date_from'), json_text('lines.item', 'date_to'), 'settings.timezone'
        ) }} as service_end
    from ({{ json_items(relation, 'payload', 'line_items') }}) as lines
    cross join {{ ref('int_policy_settings') }} as settings
    left join ({{ chargebee_sold() }}) as sold
        on {{ json_text('lines.item', 'entity_id') }} = sold.price_id
{%- endmacro %}

{# What is sold, by its price: the name of its item, and whether its usage is measured. #}
{% macro chargebee_sold() -%}
    select
        prices.id as price_id,
        items.product,
        items.metered
    from ({{ known_rows(source('chargebee', 'item_prices'), dated=false) }}) as prices
    inner join ({{ chargebee_items() }}) as items
        on {{ json_text('prices.payload', 'item_id') }} = items.id
{%- endmacro %}

{# Items with the name they go by: their own, with the id behind it where several share one. #}
{% macro chargebee_items() -%}
    select
        id,
        metered,
        case
            when name is null or name = '' then id
            when count(*) over (partition by name) > 1 then name || ' (' || id || ')'
            else name
        end as product
    from (
        select
            id,
            {{ json_text('payload', 'name') }} as name,
            {{ json_text('payload', 'metered') }} as metered
        from ({{ known_rows(source('chargebee', 'items'), dated=false) }}) as known_items
    ) as named
{%- endmacro %}

{# What a credited line is: of a recurring one what the reason says by the policy, and else goodwill. #}
{% macro chargebee_credit_type(kind, payload) -%}
    coalesce(
        case when {{ kind }} = 'recurring' then coalesce(
            {{ meaning_of(
                'replace(' ~ json_text(payload, 'create_reason_code') ~ ", ' ', '_')",
                'chargebee', 'invoice_lines', 'line_type'
            ) }},
            {{ meaning_of(json_text(payload, 'reason_code'), 'chargebee', 'invoice_lines', 'line_type') }}
        ) end,
        'credit_goodwill'
    )
{%- endmacro %}

{# Whether an invoice or a credit note claims nothing: it is gone, or its status says so by the policy. #}
{% macro chargebee_is_void(is_gone, payload, entity) -%}
    (
        {{ is_gone }}
        or coalesce({{ meaning_of(json_text(payload, 'status'), 'chargebee', entity, 'status') }}, '') = 'no_claim'
    )
{%- endmacro %}
