{%- set given = [
    'account_id', 'parent_account_id', 'owner_id', 'account_name', 'domain', 'country', 'city', 'postal_code',
    'industry', 'phone'
] %}
{%- set own = columns_beside('accounts', given) %}
with

{{ merges('merged', source('salesforce', 'accounts'), 'MasterRecordId') }},

known as (
    {{ known_rows(source('salesforce', 'accounts'), dated=false) }}
),

named as (
    select
        id as account_id,
        {{ json_text('payload', 'ParentId') }} as parent_id,
        {{ json_text('payload', 'OwnerId') }} as owner_id,
        {{ json_text('payload', 'Name') }} as account_name,
        {{ json_text('payload', 'Website') }} as domain,
        coalesce({{ json_text('payload', 'BillingCountryCode') }}, {{ json_text('payload', 'BillingCountry') }})
            as country,
        {{ json_text('payload', 'BillingCity') }} as city,
        {{ json_text('payload', 'BillingPostalCode') }} as postal_code,
        {{ json_text('payload', 'Industry') }} as industry,
        {{ json_text('payload', 'Phone') }} as phone,
        {{ own_columns('payload', 'salesforce', 'accounts', own) }}
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from known
),

typed as (
    select
        named.*,
        {{ own_meanings('named', 'salesforce', 'accounts', own) }}
        coalesce(merged.kept_id, named.parent_id) as parent_account_id
    from named
    left join merged
        on named.parent_id = merged.lost_id
)

{{ canonical('accounts', 'typed', given + own | map('first') | list) }}
