with

events as (
    select
        account_id,
        kind,
        source_id,
        title,
        user_id,
        amount,
        event_date
    from {{ ref('int_contact_events') }}
    {%- for events in ['int_contract_events', 'int_sales_events'] %}
    union all
    select
        account_id,
        kind,
        source_id,
        title,
        cast(null as string) as user_id,
        amount,
        event_date
    from {{ ref(events) }}
    {%- endfor %}
    union all
    select
        account_id,
        kind,
        source_id,
        title,
        user_id,
        cast(null as {{ type_amount() }}) as amount,
        event_date
    from {{ ref('int_promise_events') }}
    union all
    select
        account_id,
        kind,
        source_id,
        title,
        cast(null as string) as user_id,
        cast(null as {{ type_amount() }}) as amount,
        event_date
    from {{ ref('int_change_events') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by account_id order by event_date desc, kind asc, source_id desc
        ) as newest_first
    from events
)

select
    cast(ranked.kind || ' ' || ranked.source_id as string) as event_id,
    cast(ranked.account_id as string) as account_id,
    cast(ranked.kind as string) as kind,
    cast(ranked.title as string) as title,
    cast(ranked.user_id as string) as user_id,
    cast(ranked.source_id as string) as source_id,
    cast(ranked.amount as decimal(18, 2)) as amount,
    cast(ranked.newest_first as int) as newest_first,
    ranked.newest_first <= settings.recent_events as is_recent,
    cast(ranked.event_date as date) as event_date
from ranked
cross join {{ ref('int_people_settings') }} as settings
