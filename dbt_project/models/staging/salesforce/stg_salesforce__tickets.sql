{%- set given = [
    'ticket_id', 'account_id', 'contact_id', 'priority', 'category', 'status', 'created_at', 'solved_at', 'updated_at'
] %}
{%- set own = columns_beside('tickets', given) %}
with

{{ merges('merged_accounts', source('salesforce', 'accounts'), 'MasterRecordId') }},

{{ merges('merged_contacts', source('salesforce', 'contacts'), 'MasterRecordId') }},

known as (
    {{ known_rows(source('salesforce', 'cases'), dated=true) }}
),

contacts as (
    {{ known_rows(source('salesforce', 'contacts'), dated=true) }}
),

named as (
    select
        known.*,
        {{ own_columns('known.payload', 'salesforce', 'tickets', own) }}
        coalesce(merged_contacts.kept_id, {{ json_text('known.payload', 'ContactId') }}) as contact_id,
        coalesce(
            {{ json_text('known.payload', 'AccountId') }}, {{ json_text('contacts.payload', 'AccountId') }}
        ) as named_account_id
    from known
    left join contacts
        on {{ json_text('known.payload', 'ContactId') }} = contacts.id
    left join merged_contacts
        on {{ json_text('known.payload', 'ContactId') }} = merged_contacts.lost_id
),

typed as (
    select
        named.*,
        named.id as ticket_id,
        coalesce(merged_accounts.kept_id, named.named_account_id) as account_id,
        {{ json_text('named.payload', 'Priority') }} as priority,
        {{ json_text('named.payload', 'Type') }} as category,
        {{ json_text('named.payload', 'Status') }} as status,
        coalesce({{ meaning_of('named.is_complaint_named', 'salesforce', 'tickets', 'is_complaint') }}, 'false')
            as is_complaint,
        {{ utc_moment(json_text('named.payload', 'CreatedDate')) }} as created_at,
        {{ utc_moment(json_text('named.payload', 'ClosedDate')) }} as solved_at,
        {{ utc_moment(json_text('named.payload', 'LastModifiedDate')) }} as updated_at,
        named._deleted as is_deleted
    from named
    left join merged_accounts
        on named.named_account_id = merged_accounts.lost_id
)

{{ canonical('tickets', 'typed', given + own | map('first') | list) }}
