with

known as (
    {{ known_rows(source('stripe', 'products'), dated=false) }}
),

names as (
    {{ stripe_product_names() }}
),

typed as (
    select
        names.product,
        {{ own_field('known.payload', 'stripe', 'products', 'product_line') }} as product_line,
        {{ local_date(epoch_moment(json_text('known.payload', 'created')), 'settings.timezone') }} as offered_from,
        -- A product that is no longer active was last changed when it was taken off.
        case
            when {{ json_text('known.payload', 'active') }} = 'false'
                then {{ local_date(epoch_moment(json_text('known.payload', 'updated')), 'settings.timezone') }}
        end as offered_until,
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
    inner join names
        on known.id = names.id
    cross join {{ ref('int_policy_settings') }} as settings
)

{{ canonical('products', 'typed', ['product', 'product_line', 'offered_from', 'offered_until']) }}
