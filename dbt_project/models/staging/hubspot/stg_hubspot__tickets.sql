{%- set given = [
    'ticket_id', 'account_id', 'contact_id', 'priority', 'category', 'status', 'created_at', 'first_response_at',
    'solved_at', 'updated_at'
] %}
{%- set own = columns_beside('tickets', given) %}
with

{{ merges('merged_companies', source('hubspot', 'companies'), 'mergedInto') }},

{{ merges('merged_contacts', source('hubspot', 'contacts'), 'mergedInto') }},

known as (
    {{ known_rows(source('hubspot', 'tickets'), dated=true) }}
),

people as (
    {{ known_rows(source('hubspot', 'contacts'), dated=true) }}
),

pipelines as (
    {{ known_rows(source('hubspot', 'ticket_pipelines'), dated=true) }}
),

stages as (
    select
        items.id as pipeline_id,
        {{ json_text('items.item', 'id') }} as stage_id,
        {{ json_text('items.item', 'label') }} as label
    from ({{ json_items('pipelines', 'payload', 'stages') }}) as items
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
        {%- for name, property in [
            ('pipeline', 'hs_pipeline'), ('stage', 'hs_pipeline_stage'), ('priority', 'hs_ticket_priority'),
            ('category', 'hs_ticket_category'), ('created', 'createdate'), ('solved', 'closed_date'),
            ('responded', 'first_agent_reply_date')
        ] %}
        nullif({{ json_text('linked.payload', 'properties.' ~ property) }}, '') as {{ name }},
        {%- endfor %}
        {{ own_columns('linked.payload', 'hubspot', 'tickets', own) }}
        coalesce(
            {{ json_text('linked.payload', 'associations.companies[0].id') }},
            {{ json_text('people.payload', 'associations.companies[0].id') }},
            nullif({{ json_text('people.payload', 'properties.associatedcompanyid') }}, '')
        ) as company_id
    from linked
    left join people
        on linked.contact_id = people.id
),

typed as (
    select
        named.*,
        named.id as ticket_id,
        coalesce(merged_companies.kept_id, named.company_id) as account_id,
        coalesce(stages.label, named.stage) as status,
        coalesce({{ meaning_of('named.is_complaint_named', 'hubspot', 'tickets', 'is_complaint') }}, 'false')
            as is_complaint,
        {{ utc_moment('coalesce(named.created, ' ~ json_text('named.payload', 'createdAt') ~ ')') }} as created_at,
        {{ utc_moment('named.responded') }} as first_response_at,
        {{ utc_moment('named.solved') }} as solved_at,
        {{ utc_moment(json_text('named.payload', 'updatedAt')) }} as updated_at,
        named._deleted as is_deleted
    from named
    left join stages
        on
            named.pipeline = stages.pipeline_id
            and named.stage = stages.stage_id
    left join merged_companies
        on named.company_id = merged_companies.lost_id
)

{{ canonical('tickets', 'typed', given + own | map('first') | list) }}
