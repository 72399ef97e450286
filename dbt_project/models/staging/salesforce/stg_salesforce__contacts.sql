{%- set given = ['contact_id', 'account_id', 'name', 'email'] %}
{%- set own = columns_beside('contacts', given) %}
with

{{ merges('merged', source('salesforce', 'accounts'), 'MasterRecordId') }},

known as (
    {{ known_rows(source('salesforce', 'contacts'), dated=false) }}
),

named as (
    select
        id as contact_id,
        {{ json_text('payload', 'AccountId') }} as named_account_id,
        {{ json_text('payload', 'Name') }} as name,
        lower({{ json_text('payload', 'Email') }}) as email,
        {{ own_columns('payload', 'salesforce', 'contacts', own) }}
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from known
),

typed as (
    select
        named.contact_id,
        coalesce(merged.kept_id, named.named_account_id) as account_id,
        named.name,
        named.email,
        coalesce({{ meaning_of('named.role_named', 'salesforce', 'contacts', 'role') }}, 'other') as role,
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
    left join merged
        on named.named_account_id = merged.lost_id
)

{{ canonical('contacts', 'typed', given + own | map('first') | list) }}
