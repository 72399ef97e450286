with

known as (
    {{ known_rows(source('chargebee', 'customers'), dated=false) }}
),

typed as (
    select
        'billing' as system,
        id as system_account_id,
        {{ own_field('payload', 'chargebee', 'system_accounts', 'account_id') }} as account_id,
        {{ json_text('payload', 'vat_number') }} as vat_id,
        coalesce(
            nullif({{ json_text('payload', 'company') }}, ''),
            nullif(trim(
                coalesce({{ json_text('payload', 'first_name') }}, '') || ' '
                || coalesce({{ json_text('payload', 'last_name') }}, '')
            ), '')
        ) as name,
        {{ json_text('payload', 'email') }} as email,
        lower({{ mail_domain(json_text('payload', 'email')) }}) as domain,
        {{ json_text('payload', 'phone') }} as phone,
        {{ json_text('payload', 'billing_address.country') }} as country,
        {{ json_text('payload', 'billing_address.city') }} as city,
        {{ json_text('payload', 'billing_address.zip') }} as postal_code,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from known
)

{{ canonical('system_accounts', 'typed', [
    'system', 'system_account_id', 'account_id', 'vat_id', 'name', 'email', 'domain', 'phone', 'country', 'city',
    'postal_code'
]) }}
