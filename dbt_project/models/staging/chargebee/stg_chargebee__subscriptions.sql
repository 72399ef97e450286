with

known as (
    {{ known_rows(source('chargebee', 'subscriptions'), dated=true) }}
),

-- Items of today's catalogue, or the plan and the addons of the older one. Charges are billed once.
items as (
    select
        id,
        {{ json_text('item', 'item_type') }} as item_type,
        {{ json_text('item', 'item_price_id') }} as price_id,
        {{ json_text('item', 'quantity') }} as quantity,
        {{ json_text('item', 'amount') }} as amount,
        {{ json_text('item', 'unit_price') }} as unit_price
    from ({{ json_items('known', 'payload', 'subscription_items') }}) as subscription_items
    where {{ json_text('item', 'item_type') }} <> 'charge'
    union all
    select
        id,
        'plan' as item_type,
        {{ json_text('payload', 'plan_id') }} as price_id,
        {{ json_text('payload', 'plan_quantity') }} as quantity,
        {{ json_text('payload', 'plan_amount') }} as amount,
        {{ json_text('payload', 'plan_unit_price') }} as unit_price
    from known
    where {{ json_text('payload', 'plan_id') }} is not null
    union all
    select
        id,
        'addon' as item_type,
        {{ json_text('item', 'id') }} as price_id,
        {{ json_text('item', 'quantity') }} as quantity,
        {{ json_text('item', 'amount') }} as amount,
        {{ json_text('item', 'unit_price') }} as unit_price
    from ({{ json_items('known', 'payload', 'addons') }}) as addons
),

described as (
    select
        known.*,
        items.item_type,
        items.price_id,
        cast(items.quantity as bigint) as seats,
        -- The site sums tiers and packages up itself; what is measured has no amount beforehand.
        coalesce(
            cast(items.amount as {{ type_amount() }}),
            cast(items.unit_price as {{ type_amount() }}) * coalesce(cast(items.quantity as bigint), 1),
            0
        ) as period_amount,
        {{ json_text('known.payload', 'billing_period') }} as units,
        {{ json_text('known.payload', 'billing_period_unit') }} as unit,
        upper({{ json_text('known.payload', 'currency_code') }}) as currency,
        coalesce(
            {{ json_text('known.payload', 'started_at') }},
            {{ json_text('known.payload', 'start_date') }},
            {{ json_text('known.payload', 'created_at') }}
        ) as start_second,
        coalesce(
            {{ json_text('known.payload', 'cancelled_at') }},
            case
                when {{ json_text('known.payload', 'status') }} = 'non_renewing'
                    then {{ json_text('known.payload', 'current_term_end') }}
            end
        ) as end_second
    from known
    inner join items
        on known.id = items.id
),

typed as (
    select
        described.id || case when described.item_type = 'plan' then '' else '/' || described.price_id end
            as subscription_id,
        {{ json_text('described.payload', 'customer_id') }} as account_id,
        coalesce(sold.product, described.price_id) as product,
        described.currency,
        coalesce(
            {{ meaning_of(json_text('described.payload', 'status'), 'chargebee', 'subscriptions', 'status') }},
            {{ json_text('described.payload', 'status') }}
        ) as status,
        {{ from_smallest_unit(
            'cast(described.period_amount as ' ~ type_double() ~ ') * '
            ~ periods_in_a_month('described.unit', 'described.units'), 'described.currency', 'chargebee'
        ) }} as monthly_amount,
        described.seats,
        {{ months_of_period('described.unit', 'described.units') }} as term_months,
        described.end_second is null as auto_renew,
        {{ local_date(epoch_moment(json_text('described.payload', 'created_at')), 'settings.timezone') }}
            as signed_date,
        {{ local_date(epoch_moment('described.start_second'), 'settings.timezone') }} as start_date,
        {{ last_service_day('described.start_second', 'described.end_second', 'settings.timezone') }} as end_date,
        {{ local_date(
            epoch_moment(json_text('described.payload', 'cancel_schedule_created_at')), 'settings.timezone'
        ) }} as notice_date,
        described._source,
        described._origin_file,
        described._origin_row,
        described._row_key || '/' || described.price_id as _row_key,
        described._deleted as is_deleted
    from described
    cross join {{ ref('int_policy_settings') }} as settings
    left join ({{ chargebee_sold() }}) as sold
        on described.price_id = sold.price_id
)

{{ canonical('subscriptions', 'typed', [
    'subscription_id', 'account_id', 'product', 'currency', 'status', 'monthly_amount', 'seats', 'term_months',
    'auto_renew', 'signed_date', 'start_date', 'end_date', 'notice_date'
]) }}
