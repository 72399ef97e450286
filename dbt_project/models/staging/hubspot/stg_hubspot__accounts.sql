{%- set given = [
    'account_id', 'parent_account_id', 'owner_id', 'account_name', 'domain', 'country', 'city', 'postal_code',
    'industry', 'phone'
] %}
{%- set own = columns_beside('accounts', given) %}
with

{{ merges('merged', source('hubspot', 'companies'), 'mergedInto') }},

known as (
    {{ known_rows(source('hubspot', 'companies'), dated=false) }}
),

named as (
    select
        known.id as account_id,
        nullif({{ json_text('known.payload', 'properties.hs_parent_company_id') }}, '') as parent_id,
        {%- for name, property in [
            ('owner_id', 'hubspot_owner_id'), ('company_name', 'name'), ('domain', 'domain'), ('country', 'country'),
            ('city', 'city'), ('postal_code', 'zip'), ('industry', 'industry'), ('phone', 'phone')
        ] %}
        nullif({{ json_text('known.payload', 'properties.' ~ property) }}, '') as {{ name }},
        {%- endfor %}
        {{ own_columns('known.payload', 'hubspot', 'accounts', own) }}
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
),

typed as (
    select
        named.*,
        coalesce(named.company_name, named.domain, named.account_id) as account_name,
        {{ own_meanings('named', 'hubspot', 'accounts', own) }}
        coalesce(merged.kept_id, named.parent_id) as parent_account_id
    from named
    left join merged
        on named.parent_id = merged.lost_id
)

{{ canonical('accounts', 'typed', given + own | map('first') | list) }}
