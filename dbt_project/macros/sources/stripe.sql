{# Products with the name they go by: their own, with the id behind it where several share one. #}
{% macro stripe_product_names() -%}
    select
        id,
        case
            when name is null or name = '' then id
            when count(*) over (partition by name) > 1 then name || ' (' || id || ')'
            else name
        end as product
    from (
        select
            id,
            {{ json_text('payload', 'name') }} as name
        from ({{ known_rows(source('stripe', 'products'), dated=false) }}) as known_products
    ) as named
{%- endmacro %}

{# The items of subscriptions. The first one goes by the subscription's own id, so that a contract of one product keeps
   it for good; what was added to it later has an id of its own. #}
{% macro stripe_subscription_items() -%}
    select
        subscriptions.*,
        id || case when rank_of_item = 1 then '' else '/' || item_id end as subscription_id
    from (
        select
            items.*,
            {{ json_text('item', 'id') }} as item_id,
            row_number() over (
                partition by id
                order by cast({{ json_text('item', 'created') }} as bigint) asc nulls last, item_number asc
            ) as rank_of_item
        from (
            {{ json_items(
                '(' ~ known_rows(source('stripe', 'subscriptions'), dated=true) ~ ')', 'payload', 'items.data'
            ) }}
        ) as items
    ) as subscriptions
{%- endmacro %}

{# The lines of invoices or credit notes, as named queries one after the other: `lines` holds one row per line, with its
   number in the list and its text as JSON, and `net_lines` the line's amount less its discounts and included taxes. The
   relation holds known or landed versions. #}
{% macro stripe_net_lines(relation, prefix='') -%}
{{ prefix }}lines as (
    select
        items.*,
        item as line,
        item_number as line_number,
        {{ json_text('item', 'id') }} as line_id,
        upper(coalesce({{ json_text('item', 'currency') }}, {{ json_text('payload', 'currency') }})) as currency
    from ({{ json_items(relation, 'payload', 'lines.data') }}) as items
),

{{ prefix }}line_texts as (
    select
        _row_key,
        _run_id,
        line_number,
        line
    from {{ prefix }}lines
),

{{ prefix }}deductions as (
    select
        _row_key,
        _run_id,
        line_number,
        sum(cast({{ json_text('item', 'amount') }} as {{ type_amount() }})) as amount
    from (
        {{ json_items(prefix ~ 'line_texts', 'line', 'discount_amounts') }}
        union all
        select * from ({{ json_items(prefix ~ 'line_texts', 'line', 'taxes') }}) as taxes
        where {{ json_text('item', 'tax_behavior') }} = 'inclusive'
        union all
        select * from ({{ json_items(prefix ~ 'line_texts', 'line', 'tax_amounts') }}) as tax_amounts
        where {{ json_text('item', 'inclusive') }} = 'true'
    ) as parts
    group by _row_key, _run_id, line_number
),

{{ prefix }}net_lines as (
    select
        {{ prefix }}lines.*,
        {{ from_smallest_unit(
            'cast(' ~ json_text(prefix ~ 'lines.line', 'amount') ~ ' as ' ~ type_amount() ~ ') - coalesce('
            ~ prefix ~ 'deductions.amount, 0)', prefix ~ 'lines.currency', 'stripe'
        ) }} as net_amount
    from {{ prefix }}lines
    left join {{ prefix }}deductions
        on
            {{ prefix }}lines._row_key = {{ prefix }}deductions._row_key
            and {{ prefix }}lines._run_id = {{ prefix }}deductions._run_id
            and {{ prefix }}lines.line_number = {{ prefix }}deductions.line_number
)
{%- endmacro %}

{# What the lines of invoices say, from `net_lines`; all that the landing holds of them is carried along. #}
{% macro stripe_invoice_lines() -%}
    select
        net_lines.*,
        net_lines.id as invoice_id,
        net_lines.net_amount as amount,
        {{ json_text('net_lines.payload', 'customer') }} as account_id,
        coalesce(
            items.subscription_id,
            {{ json_text('net_lines.line', 'parent.subscription_item_details.subscription') }},
            {{ json_text('net_lines.line', 'parent.invoice_item_details.subscription') }},
            {{ json_text('net_lines.line', 'subscription') }},
            {{ json_text('net_lines.payload', 'subscription') }}
        ) as subscription_id,
        case
            when coalesce(
                {{ json_text('net_lines.line', 'price.recurring.usage_type') }},
                {{ json_text('net_lines.line', 'plan.usage_type') }},
                prices.usage_type
            ) = 'metered' then 'usage'
            when
                coalesce(
                    {{ json_text('net_lines.line', 'parent.type') }}, {{ json_text('net_lines.line', 'type') }}
                ) in ('subscription_item_details', 'subscription')
                or {{ stripe_is_proration('net_lines.line') }}
                then 'recurring'
            else 'one_off'
        end as line_type,
        {{ json_text('net_lines.line', 'description') }} as description,
        coalesce(names.product, prices.product_id) as product,
        {{ local_date(epoch_moment(stripe_moment_of('net_lines.payload')), 'settings.timezone') }} as invoice_date,
        {{ epoch_moment(
            "coalesce(" ~ json_text('net_lines.payload', 'status_transitions.finalized_at') ~ ", "
            ~ json_text('net_lines.payload', 'created') ~ ")"
        ) }} as posted_at,
        {{ local_date(epoch_moment(json_text('net_lines.line', 'period.start')), 'settings.timezone') }}
            as service_start,
        {{ last_service_day(
            json_text('net_lines.line', 'period.start'), json_text('net_lines.line', 'period.end'), 'settings.timezone'
        ) }} as service_end,
        {{ stripe_is_void('net_lines._deleted', 'net_lines.payload', 'invoices') }} as is_deleted
    from net_lines
    cross join {{ ref('int_policy_settings') }} as settings
    left join (
        select
            id,
            {{ json_text('payload', 'recurring.usage_type') }} as usage_type,
            {{ json_text('payload', 'product') }} as product_id
        from ({{ known_rows(source('stripe', 'prices'), dated=false) }}) as known_prices
    ) as prices
        on coalesce(
            {{ json_text('net_lines.line', 'pricing.price_details.price') }},
            {{ json_text('net_lines.line', 'price.id') }}
        ) = prices.id
    left join ({{ stripe_product_names() }}) as names
        on coalesce(
            {{ json_text('net_lines.line', 'pricing.price_details.product') }},
            {{ json_text('net_lines.line', 'price.product') }},
            {{ json_text('net_lines.line', 'plan.product') }},
            prices.product_id
        ) = names.id
    left join ({{ stripe_subscription_items() }}) as items
        on coalesce(
            {{ json_text('net_lines.line', 'parent.subscription_item_details.subscription_item') }},
            {{ json_text('net_lines.line', 'subscription_item') }}
        ) = items.item_id
{%- endmacro %}

{# Whether a line is a part of a period, for or against the customer. #}
{% macro stripe_is_proration(line) -%}
    coalesce(
        {{ json_text(line, 'parent.subscription_item_details.proration') }},
        {{ json_text(line, 'parent.invoice_item_details.proration') }},
        {{ json_text(line, 'proration') }}
    ) = 'true'
{%- endmacro %}

{# Seconds since 1970 at which an invoice or a credit note takes effect. #}
{% macro stripe_moment_of(payload) -%}
    coalesce(
        {{ json_text(payload, 'effective_at') }},
        {{ json_text(payload, 'status_transitions.finalized_at') }},
        {{ json_text(payload, 'created') }}
    )
{%- endmacro %}

{# Whether an invoice or a credit note claims nothing: it is gone, or its status says so by the policy. #}
{% macro stripe_is_void(is_gone, payload, entity) -%}
    (
        {{ is_gone }}
        or coalesce({{ meaning_of(json_text(payload, 'status'), 'stripe', entity, 'status') }}, '') = 'no_claim'
    )
{%- endmacro %}

{# What one period of each priced item costs in smallest units: the unit's price times the quantity, or the sum over the
   tiers that the quantity reaches (graduated), or that of the tier it ends in (volume). Usage that is measured costs
   nothing beforehand. `items` holds price_id, quantity, unit_amount, usage_type and tiers_mode; `stripe_tier_lists` has
   the prices with their tiers. #}
{% macro stripe_period_amounts(items) -%}
    select
        {{ items }}._row_key,
        {{ items }}.item_id,
        coalesce(
            sum(
                coalesce(tiers.flat_amount, 0) + coalesce(tiers.unit_amount, 0) * (
                    case
                        when tiers.up_to is null or {{ items }}.quantity <= tiers.up_to then {{ items }}.quantity
                        else tiers.up_to
                    end
                    - case when {{ items }}.tiers_mode = 'volume' then 0 else tiers.reached_from end
                )
            ),
            max({{ items }}.unit_amount * {{ items }}.quantity)
        ) as amount
    from {{ items }}
    left join (
        select
            *,
            coalesce(lag(up_to) over (partition by price_id order by item_number asc), 0) as reached_from
        from (
            select
                price_id,
                item_number,
                cast(nullif({{ json_text('item', 'up_to') }}, 'inf') as {{ type_amount() }}) as up_to,
                cast(coalesce(
                    {{ json_text('item', 'unit_amount_decimal') }}, {{ json_text('item', 'unit_amount') }}
                ) as {{ type_amount() }}) as unit_amount,
                cast(coalesce(
                    {{ json_text('item', 'flat_amount_decimal') }}, {{ json_text('item', 'flat_amount') }}
                ) as {{ type_amount() }}) as flat_amount
            from (
                {{ json_items('stripe_tier_lists', 'payload', 'tiers') }}
            ) as entries
        ) as typed_tiers
    ) as tiers
        on
            {{ items }}.price_id = tiers.price_id
            and {{ items }}.quantity > tiers.reached_from
            and (
                {{ items }}.tiers_mode = 'graduated' or tiers.up_to is null or {{ items }}.quantity <= tiers.up_to
            )
    where coalesce({{ items }}.usage_type, '') <> 'metered'
    group by {{ items }}._row_key, {{ items }}.item_id
{%- endmacro %}

{# Prices and plans with their tiers as JSON, one row per price. #}
{% macro stripe_tier_lists(items) -%}
    select
        id as price_id,
        payload
    from ({{ known_rows(source('stripe', 'prices'), dated=false) }}) as known_prices
    union all
    select
        price_id,
        max({{ json_text('item', 'plan') }}) as payload
    from {{ items }}
    where {{ json_text('item', 'price.id') }} is null
    group by price_id
{%- endmacro %}

{# Which invoice a payment paid, by the id of its charge or of its intent: as the payments of invoices say, or, in older
   versions of the API, the invoice or the charge. #}
{% macro stripe_paid_invoices() -%}
    select
        payment_id,
        min(invoice_id) as invoice_id
    from (
        select
            {{ json_text('payload', 'payment.payment_intent') }} as payment_id,
            {{ json_text('payload', 'invoice') }} as invoice_id
        from invoice_payments
        union all
        select
            {{ json_text('payload', 'payment.charge') }} as payment_id,
            {{ json_text('payload', 'invoice') }} as invoice_id
        from invoice_payments
        union all
        select
            coalesce({{ json_text('payload', 'charge.id') }}, {{ json_text('payload', 'charge') }}) as payment_id,
            id as invoice_id
        from invoices
        union all
        select
            coalesce({{ json_text('payload', 'payment_intent.id') }}, {{ json_text('payload', 'payment_intent') }})
                as payment_id,
            id as invoice_id
        from invoices
        union all
        select
            id as payment_id,
            {{ json_text('payload', 'invoice') }} as invoice_id
        from charges
    ) as links
    where payment_id is not null and invoice_id is not null
    group by payment_id
{%- endmacro %}

{# Whether a payment, a charge or a refund went through, by the policy. #}
{% macro stripe_went_through(payload) -%}
    {{ meaning_of(json_text(payload, 'status'), 'stripe', 'payments', 'status') }} = 'paid'
{%- endmacro %}
