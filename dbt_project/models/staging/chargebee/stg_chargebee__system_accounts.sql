with

known as (
    {{ known_rows(source('chargebee', 'customers'), dated=false) }}
),

typed as (
    select
        'billing' as system,
        known.id as system_account_id,
        {{ own_field('known.payload', 'chargebee', 'system_accounts', 'account_id') }} as account_id,
        {{ json_text('known.payload', 'vat_number') }} as vat_id,
        coalesce(
            nullif({{ json_text('known.payload', 'company') }}, ''),
            nullif(trim(
                coalesce({{ json_text('known.payload', 'first_name') }}, '') || ' '
                || coalesce({{ json_text('known.payload', 'last_name') }}, '')
            ), '')
        ) as name,
        {{ json_text('known.payload', 'email') }} as email,
        lower({{ mail_domain(json_text('known.payload', 'email')) }}) as domain,
        {{ json_text('known.payload', 'phone') }} as phone,
        {{ json_text('known.payload', 'billing_address.country') }} as country,
        {{ json_text('known.payload', 'billing_address.city') }} as city,
        {{ json_text('known.payload', 'billing_address.zip') }} as postal_code,
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
)

{{ canonical('system_accounts', 'typed', [
    'system', 'system_account_id', 'account_id', 'vat_id', 'name', 'email', 'domain', 'phone', 'country', 'city',
    'postal_code'
]) }}
