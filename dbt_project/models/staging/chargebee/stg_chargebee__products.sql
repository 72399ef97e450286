with

known as (
    {{ known_rows(source('chargebee', 'items'), dated=false) }}
),

names as (
    {{ chargebee_items() }}
),

typed as (
    select
        names.product,
        {{ json_text('known.payload', 'item_family_id') }} as product_line,
        {{ local_date(epoch_moment(json_text('known.payload', 'archived_at')), 'settings.timezone') }}
            as offered_until,
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

{{ canonical('products', 'typed', ['product', 'product_line', 'offered_until']) }}
