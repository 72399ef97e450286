{%- set given = ['account_id', 'parent_account_id', 'owner_id', 'version_number', 'known_from', 'known_until',
    'landed_on'] %}
{%- set own = columns_beside('account_versions', given) %}
with

{{ merges('merged', source('hubspot', 'companies'), 'mergedInto') }},

numbered as (
    {{ landed_versions(source('hubspot', 'companies'), known_only=false) }}
),

-- Nothing is known of an account before its first landing, so its first version stands for all the time before.
named as (
    select
        numbered.id as account_id,
        nullif({{ json_text('numbered.payload', 'properties.hs_parent_company_id') }}, '') as parent_id,
        nullif({{ json_text('numbered.payload', 'properties.hubspot_owner_id') }}, '') as owner_id,
        {{ own_columns('numbered.payload', 'hubspot', 'accounts', own) }}
        numbered.version_number,
        case when numbered.version_number > 1 then numbered._known_on end as known_from,
        numbered.replaced_on as known_until,
        numbered._known_on as landed_on,
        numbered._row_key,
        numbered._deleted as is_deleted
    from numbered
    where
        numbered.version_number = 1
        or numbered._known_on <= {{ as_of() }}
),

typed as (
    select
        named.*,
        {{ own_meanings('named', 'hubspot', 'accounts', own) }}
        coalesce(merged.kept_id, named.parent_id) as parent_account_id
    from named
    left join merged
        on named.parent_id = merged.lost_id
)

{{ canonical('account_versions', 'typed', given + own | map('first') | list) }}
