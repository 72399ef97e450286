{%- set given = ['account_id', 'parent_account_id', 'owner_id', 'version_number', 'known_from', 'known_until',
    'landed_on'] %}
{%- set own = columns_beside('account_versions', given) %}
with

{{ merges('merged', source('salesforce', 'accounts'), 'MasterRecordId') }},

numbered as (
    {{ landed_versions(source('salesforce', 'accounts'), known_only=false) }}
),

-- Nothing is known of an account before its first landing, so its first version stands for all the time before.
named as (
    select
        id as account_id,
        {{ json_text('payload', 'ParentId') }} as parent_id,
        {{ json_text('payload', 'OwnerId') }} as owner_id,
        {{ own_columns('payload', 'salesforce', 'accounts', own) }}
        version_number,
        case when version_number > 1 then _known_on end as known_from,
        replaced_on as known_until,
        _known_on as landed_on,
        _row_key,
        _deleted as is_deleted
    from numbered
    where
        version_number = 1
        or _known_on <= {{ as_of() }}
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

{{ canonical('account_versions', 'typed', given + own | map('first') | list) }}
