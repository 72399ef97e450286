{%- set given = [
    'activity_id', 'account_id', 'contact_id', 'activity_type', 'status', 'direction', 'owner', 'is_mass',
    'activity_date', 'logged_at'
] %}
{%- set own = columns_beside('activities', given) %}
with

{{ merges('merged_companies', source('hubspot', 'companies'), 'mergedInto') }},

{{ merges('merged_contacts', source('hubspot', 'contacts'), 'mergedInto') }},

known as (
    {%- for stream in ['calls', 'emails', 'meetings', 'notes', 'tasks'] %}
    select
        '{{ stream }}' as kind,
        -- Ids of different kinds of activities may be the same.
        '{{ stream }}-' || id as activity_id,
        '{{ stream }}-' || _row_key as _row_key,
        payload,
        _source,
        _origin_file,
        _origin_row,
        _deleted as is_deleted
    from ({{ known_rows(source('hubspot', stream), dated=true) }}) as {{ stream }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

people as (
    {{ known_rows(source('hubspot', 'contacts'), dated=true) }}
),

linked as (
    select
        known.*,
        coalesce(merged_contacts.kept_id, {{ json_text('known.payload', 'associations.contacts[0].id') }}) as contact_id
    from known
    left join merged_contacts
        on {{ json_text('known.payload', 'associations.contacts[0].id') }} = merged_contacts.lost_id
),

named as (
    select
        linked.*,
        coalesce(
            {{ json_text('linked.payload', 'associations.companies[0].id') }},
            {{ json_text('people.payload', 'associations.companies[0].id') }},
            nullif({{ json_text('people.payload', 'properties.associatedcompanyid') }}, '')
        ) as company_id,
        nullif({{ json_text('linked.payload', 'properties.hs_activity_type') }}, '') as own_kind,
        -- A task is what is to do, and not yet that which was done.
        coalesce(lower({{ json_text('linked.payload', 'properties.hs_task_type') }}) || ' task', linked.kind)
            as plain_kind,
        {%- for name, properties in [
            ('direction_named', ['hs_call_direction', 'hs_email_direction']),
            ('status_named', ['hs_meeting_outcome', 'hs_task_status', 'hs_call_status', 'hs_email_status']),
            ('happened', ['hs_timestamp', 'hs_createdate']),
            ('written', ['hs_createdate', 'hs_timestamp']),
            ('owner', ['hubspot_owner_id']),
        ] %}
        coalesce(
            {%- for property in properties %}
            nullif({{ json_text('linked.payload', 'properties.' ~ property) }}, ''),
            {%- endfor %}
            null
        ) as {{ name }},
        {%- endfor %}
        coalesce({{ own_field('linked.payload', 'hubspot', 'activities', 'is_mass') }}, 'false') as is_mass,
        {{ own_columns('linked.payload', 'hubspot', 'activities', own) }}
        settings.timezone
    from linked
    cross join {{ ref('int_policy_settings') }} as settings
    left join people
        on linked.contact_id = people.id
),

dated as (
    select
        *,
        {{ local_date(utc_moment("coalesce(happened, " ~ json_text('payload', 'createdAt') ~ ")"), 'timezone') }}
            as activity_date
    from named
),

typed as (
    select
        dated.*,
        coalesce(merged_companies.kept_id, dated.company_id) as account_id,
        coalesce(
            {{ meaning_of('dated.own_kind', 'hubspot', 'activities', 'activity_type') }},
            {{ meaning_of('dated.plain_kind', 'hubspot', 'activities', 'activity_type') }},
            dated.plain_kind
        ) as activity_type,
        {{ own_meanings('dated', 'hubspot', 'activities', own) }}
        {{ meaning_of('dated.direction_named', 'hubspot', 'activities', 'direction') }} as direction,
        coalesce(
            {{ meaning_of('dated.status_named', 'hubspot', 'activities', 'status') }},
            case when dated.activity_date > {{ as_of() }} then 'planned' else 'done' end
        ) as status,
        {{ utc_moment('dated.written') }} as logged_at
    from dated
    left join merged_companies
        on dated.company_id = merged_companies.lost_id
)

{{ canonical('activities', 'typed', given + own | map('first') | list) }}
