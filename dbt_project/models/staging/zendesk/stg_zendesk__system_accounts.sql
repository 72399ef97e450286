with

known as (
    {{ known_rows(source('zendesk', 'organizations'), dated=false) }}
),

typed as (
    select
        'support' as system,
        id as system_account_id,
        {{ own_field('payload', 'zendesk', 'system_accounts', 'account_id') }} as account_id,
        {{ own_field('payload', 'zendesk', 'system_accounts', 'vat_id') }} as vat_id,
        {{ own_field('payload', 'zendesk', 'system_accounts', 'business_id') }} as business_id,
        {{ own_field('payload', 'zendesk', 'system_accounts', 'country') }} as country,
        {{ json_text('payload', 'name') }} as name,
        {{ json_text('payload', 'domain_names[0]') }} as domain,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from known
)

{{ canonical('system_accounts', 'typed', [
    'system', 'system_account_id', 'account_id', 'vat_id', 'business_id', 'country', 'name', 'domain'
]) }}
