{%- set own = columns_beside('activities', [
    'activity_id', 'account_id', 'contact_id', 'activity_type', 'status', 'direction', 'owner', 'is_mass',
    'activity_date', 'logged_at'
]) %}
with

{{ merges('merged_accounts', source('salesforce', 'accounts'), 'MasterRecordId') }},

{{ merges('merged_contacts', source('salesforce', 'contacts'), 'MasterRecordId') }},

known as (
    {{ known_rows(source('salesforce', 'tasks'), dated=true) }}
    union all
    {{ known_rows(source('salesforce', 'events'), dated=true) }}
),

named as (
    select
        *,
        {{ json_text('payload', 'WhatId') }} as what_id,
        {{ json_text('payload', 'WhoId') }} as who_id,
        coalesce({{ json_text('payload', 'TaskSubtype') }}, {{ json_text('payload', 'EventSubtype') }}) as subtype,
        {{ json_text('payload', 'Type') }} as type,
        {{ json_text('payload', 'Status') }} as status_named,
        {{ json_text('payload', 'CallType') }} as direction_named,
        {{ own_columns('payload', 'salesforce', 'activities', own) }}
        coalesce(
            case
                when {{ json_text('payload', 'IsAllDayEvent') }} = 'false'
                    then {{ json_text('payload', 'StartDateTime') }}
            end,
            {{ json_text('payload', 'ActivityDate') }},
            {{ json_text('payload', 'CompletedDateTime') }},
            {{ json_text('payload', 'CreatedDate') }}
        ) as happened
    from known
),

-- An activity is about an account, or about what belongs to one; a person stands for the person's account.
related as (
    {%- for stream, path in [
        ('opportunities', 'AccountId'), ('cases', 'AccountId'), ('contacts', 'AccountId'), ('accounts', 'Id')
    ] %}
    select
        id,
        {{ json_text('payload', path) }} as account_id
    from ({{ known_rows(source('salesforce', stream), dated=true) }}) as {{ stream }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

routed as (
    select
        named.*,
        coalesce({{ json_text('named.payload', 'AccountId') }}, whats.account_id, whos.account_id) as named_account_id,
        coalesce(merged_contacts.kept_id, case when named.who_id like '003%' then named.who_id end) as contact_id,
        case
            when length(named.happened) = 10 then cast(named.happened as date)
            else {{ local_date(utc_moment('named.happened'), 'settings.timezone') }}
        end as activity_date
    from named
    cross join {{ ref('int_policy_settings') }} as settings
    left join related as whats
        on named.what_id = whats.id
    left join related as whos
        on named.who_id = whos.id
    left join merged_contacts
        on named.who_id = merged_contacts.lost_id
),

typed as (
    select
        routed.*,
        routed.id as activity_id,
        coalesce(merged_accounts.kept_id, routed.named_account_id) as account_id,
        coalesce(
            {{ meaning_of('routed.type', 'salesforce', 'activities', 'activity_type') }},
            {{ meaning_of('routed.subtype', 'salesforce', 'activities', 'activity_type') }},
            lower(coalesce(routed.type, routed.subtype))
        ) as activity_type,
        {{ own_meanings('routed', 'salesforce', 'activities', own) }}
        {{ meaning_of('routed.direction_named', 'salesforce', 'activities', 'direction') }} as direction,
        coalesce(
            {{ meaning_of('routed.status_named', 'salesforce', 'activities', 'status') }},
            case when {{ json_text('routed.payload', 'IsClosed') }} = 'false' then 'planned' end,
            case when routed.activity_date > {{ as_of() }} then 'planned' else 'done' end
        ) as status,
        {{ json_text('routed.payload', 'OwnerId') }} as owner,
        coalesce({{ meaning_of('routed.subtype', 'salesforce', 'activities', 'is_mass') }}, 'false') as is_mass,
        {{ utc_moment(json_text('routed.payload', 'CreatedDate')) }} as logged_at,
        routed._deleted as is_deleted
    from routed
    left join merged_accounts
        on routed.named_account_id = merged_accounts.lost_id
)

{{ canonical('activities', 'typed', [
    'activity_id', 'account_id', 'contact_id', 'activity_type', 'status', 'direction', 'owner', 'is_mass',
    'activity_date', 'logged_at'
] + own | map('first') | list) }}
