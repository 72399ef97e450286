with

items as (
    {{ stripe_subscription_items() }}
),

-- A price of today, or the plan in its place in older versions of the API.
described as (
    select
        items.*,
        coalesce({{ json_text('item', 'price.id') }}, {{ json_text('item', 'plan.id') }}) as price_id,
        coalesce({{ json_text('item', 'price.product') }}, {{ json_text('item', 'plan.product') }}) as product_id,
        coalesce({{ json_text('item', 'price.tiers_mode') }}, {{ json_text('item', 'plan.tiers_mode') }}) as tiers_mode,
        coalesce({{ json_text('item', 'price.recurring.usage_type') }}, {{ json_text('item', 'plan.usage_type') }})
            as usage_type,
        coalesce({{ json_text('item', 'price.recurring.interval') }}, {{ json_text('item', 'plan.interval') }}) as unit,
        coalesce(
            {{ json_text('item', 'price.recurring.interval_count') }}, {{ json_text('item', 'plan.interval_count') }}
        ) as units,
        upper(coalesce({{ json_text('item', 'price.currency') }}, {{ json_text('item', 'plan.currency') }}))
            as currency,
        cast(coalesce(
            {{ json_text('item', 'price.unit_amount_decimal') }}, {{ json_text('item', 'price.unit_amount') }},
            {{ json_text('item', 'plan.amount_decimal') }}, {{ json_text('item', 'plan.amount') }}
        ) as {{ type_amount() }}) as unit_amount,
        cast({{ json_text('item', 'quantity') }} as {{ type_amount() }}) as seats,
        cast({{ json_text('item', 'price.transform_quantity.divide_by') }} as {{ type_amount() }}) as package_size,
        {{ json_text('item', 'price.transform_quantity.round') }} as rounding,
        coalesce({{ json_text('payload', 'start_date') }}, {{ json_text('payload', 'created') }}) as start_second,
        coalesce({{ json_text('item', 'current_period_end') }}, {{ json_text('payload', 'current_period_end') }})
            as period_end
    from items
),

priced as (
    select
        described.*,
        case
            when described.package_size is null then described.seats
            when described.rounding = 'up' then ceil(described.seats / described.package_size)
            else floor(described.seats / described.package_size)
        end as quantity,
        coalesce(
            {{ json_text('described.payload', 'ended_at') }},
            {{ json_text('described.payload', 'cancel_at') }},
            case
                when {{ json_text('described.payload', 'cancel_at_period_end') }} = 'true' then described.period_end
            end
        ) as end_second
    from described
),

stripe_tier_lists as (
    {{ stripe_tier_lists('described') }}
),

amounts as (
    {{ stripe_period_amounts('priced') }}
),

typed as (
    select
        priced.subscription_id,
        {{ json_text('priced.payload', 'customer') }} as account_id,
        coalesce(names.product, priced.product_id) as product,
        priced.currency,
        -- What is not collected while it is paused is no revenue, by the policy.
        coalesce(
            case when {{ json_text('priced.payload', 'ended_at') }} is null then {{ meaning_of(
                json_text('priced.payload', 'pause_collection.behavior'), 'stripe', 'subscriptions', 'pause_collection'
            ) }} end,
            {{ json_text('priced.payload', 'status') }}
        ) as status,
        {{ from_smallest_unit(
            'coalesce(cast(amounts.amount as ' ~ type_double() ~ ') * '
            ~ periods_in_a_month('priced.unit', 'priced.units') ~ ', 0)', 'priced.currency', 'stripe'
        ) }} as monthly_amount,
        priced.seats,
        {{ months_of_period('priced.unit', 'priced.units') }} as term_months,
        priced.end_second is null as auto_renew,
        {{ local_date(epoch_moment(json_text('priced.payload', 'created')), 'settings.timezone') }} as signed_date,
        {{ local_date(epoch_moment('priced.start_second'), 'settings.timezone') }} as start_date,
        {{ last_service_day('priced.start_second', 'priced.end_second', 'settings.timezone') }} as end_date,
        {{ local_date(epoch_moment(json_text('priced.payload', 'canceled_at')), 'settings.timezone') }} as notice_date,
        priced._source,
        priced._origin_file,
        priced._origin_row,
        priced._row_key || '/' || priced.item_id as _row_key,
        priced._deleted as is_deleted
    from priced
    cross join {{ ref('int_policy_settings') }} as settings
    left join amounts
        on
            priced._row_key = amounts._row_key
            and priced.item_id = amounts.item_id
    left join ({{ stripe_product_names() }}) as names
        on priced.product_id = names.id
)

{{ canonical('subscriptions', 'typed', [
    'subscription_id', 'account_id', 'product', 'currency', 'status', 'monthly_amount', 'seats', 'term_months',
    'auto_renew', 'signed_date', 'start_date', 'end_date', 'notice_date'
]) }}
