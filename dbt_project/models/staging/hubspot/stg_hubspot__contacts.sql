{%- set given = ['contact_id', 'account_id', 'name', 'email'] %}
{%- set own = columns_beside('contacts', given) %}
with

{{ merges('merged', source('hubspot', 'companies'), 'mergedInto') }},

known as (
    {{ known_rows(source('hubspot', 'contacts'), dated=false) }}
),

named as (
    select
        known.id as contact_id,
        -- The primary company comes first.
        coalesce(
            {{ json_text('known.payload', 'associations.companies[0].id') }},
            nullif({{ json_text('known.payload', 'properties.associatedcompanyid') }}, '')
        ) as named_account_id,
        coalesce({{ json_text('known.payload', 'properties.firstname') }}, '') as first_name,
        coalesce({{ json_text('known.payload', 'properties.lastname') }}, '') as last_name,
        lower(nullif({{ json_text('known.payload', 'properties.email') }}, '')) as email,
        {{ own_columns('known.payload', 'hubspot', 'contacts', own) }}
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
),

-- A person may have several roles, of which the first in the alphabet counts: whoever decides does so before all.
roles as (
    select
        named.contact_id,
        min(meanings.meaning) as role
    from named
    inner join {{ ref('source_values') }} as meanings
        on
            meanings.source = 'hubspot'
            and meanings.entity = 'contacts'
            and meanings.column_name = 'role'
            and ';' || lower(named.role_named) || ';' like '%;' || meanings.value || ';%'
    group by named.contact_id
),

typed as (
    select
        named.contact_id,
        coalesce(merged.kept_id, named.named_account_id) as account_id,
        nullif(trim(named.first_name || ' ' || named.last_name), '') as name,
        named.email,
        coalesce(roles.role, 'other') as role,
        named.preferred_channel,
        coalesce(named.is_active, 'true') as is_active,
        named.left_date,
        named.newsletter_opt_out_date,
        named._source,
        named._origin_file,
        named._origin_row,
        named._row_key,
        named.is_deleted
    from named
    left join roles
        on named.contact_id = roles.contact_id
    left join merged
        on named.named_account_id = merged.lost_id
)

{{ canonical('contacts', 'typed', given + own | map('first') | list) }}
