{%- set told = {
    'int_contact_events': ('ticket', ['ticket', 'complaint', 'ticket_solved']),
    'int_contract_events': ('invoice', ['invoice_issued']),
    'int_sales_events': ('opportunity', ['opportunity_opened', 'opportunity_won', 'opportunity_lost']),
} %}
with

-- The touchpoint that an activity names, where the policy knows it, else the usual one of its kind.
activities as (
    select
        activities.account_id,
        'activity' as source,
        lower(activities.activity_type) as event,
        activities.activity_id as source_id,
        coalesce(named.touchpoint, sources.touchpoint, 'unknown') as touchpoint,
        lower(activities.channel) as channel,
        activities.activity_date as event_date
    from {{ ref('int_activities') }} as activities
    left join {{ ref('touchpoint_types') }} as named
        on lower(activities.touchpoint) = named.touchpoint
    left join {{ ref('touchpoint_sources') }} as sources
        on
            sources.source = 'activity'
            and lower(activities.activity_type) = sources.event
    where
        activities.status = 'done'
        and activities.activity_date <= {{ as_of() }}
),

others as (
    select
        account_id,
        source,
        event,
        source_id,
        event_date
    from {{ ref('int_digital_touchpoints') }}
    union all
    select
        account_id,
        'contract' as source,
        event,
        source_id,
        event_date
    from {{ ref('int_contract_touchpoints') }}
    union all
    select
        account_id,
        'survey' as source,
        kind as event,
        source_id,
        event_date
    from {{ ref('int_contact_events') }}
    where kind = 'survey_answer'
    {%- for events, (source, kinds) in told.items() %}
    union all
    select
        account_id,
        '{{ source }}' as source,
        kind as event,
        source_id,
        event_date
    from {{ ref(events) }}
    where kind in ('{{ kinds | join("', '") }}')
    {%- endfor %}
)

select
    account_id,
    source,
    event,
    source_id,
    touchpoint,
    channel,
    event_date
from activities
union all
-- An event that the policy does not list is no touchpoint.
select
    others.account_id,
    others.source,
    others.event,
    others.source_id,
    sources.touchpoint,
    cast(null as string) as channel,
    others.event_date
from others
inner join {{ ref('touchpoint_sources') }} as sources
    on
        others.source = sources.source
        and others.event = sources.event
