-- Nothing gets lost on the way to the timeline: every contact, request, answer and invoice of an account is in it.
with

facts as (
    select
        account_id,
        'contact' as kind,
        count(*) as facts
    from {{ ref('int_activities') }}
    where is_contact
    group by account_id
    union all
    select
        account_id,
        'ticket' as kind,
        count(*) as facts
    from {{ ref('int_tickets') }}
    group by account_id
    union all
    select
        account_id,
        'invoice_issued' as kind,
        count(*) as facts
    from {{ ref('int_invoices') }}
    group by account_id
    union all
    select
        account_id,
        'contract_signed' as kind,
        count(*) as facts
    from {{ ref('int_subscriptions') }}
    group by account_id
),

events as (
    select
        account_id,
        case when kind = 'complaint' then 'ticket' else kind end as kind,
        count(*) as events
    from {{ ref('account_events') }}
    where kind in ('contact', 'ticket', 'complaint', 'invoice_issued', 'contract_signed')
    group by account_id, case when kind = 'complaint' then 'ticket' else kind end
)

select
    coalesce(facts.account_id, events.account_id) as account_id,
    coalesce(facts.kind, events.kind) as kind,
    facts.facts,
    events.events
from facts
full outer join events
    on
        facts.account_id = events.account_id
        and facts.kind = events.kind
where coalesce(facts.facts, 0) <> coalesce(events.events, 0)
