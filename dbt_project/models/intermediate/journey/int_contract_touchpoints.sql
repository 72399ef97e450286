with

-- Of two contracts that follow each other, neither the end of the one nor the start of the other is felt.
renewed as (
    select
        successions.subscription_id,
        successions.succeeded_by,
        successions.renewed_on,
        contracts.notice_date
    from {{ ref('int_contract_successions') }} as successions
    inner join {{ ref('int_recurring_contracts') }} as contracts
        on successions.subscription_id = contracts.subscription_id
),

-- What was known on the day decides how it is called; what a later contract says does not.
contracts as (
    select
        events.account_id,
        events.source_id,
        events.event_date,
        case
            when events.kind = 'contract_signed' and started.succeeded_by is not null then 'contract_renewed'
            else events.kind
        end as event
    from {{ ref('int_contract_events') }} as events
    inner join {{ ref('int_recurring_contracts') }} as recurring
        on events.source_id = recurring.subscription_id
    left join (
        -- One contract may take the place of several.
        select
            succeeded_by,
            min(renewed_on) as renewed_on
        from renewed
        group by succeeded_by
    ) as started
        on
            events.source_id = started.succeeded_by
            and events.kind in ('contract_signed', 'contract_started')
            and started.renewed_on <= events.event_date
    left join renewed as ended
        on
            events.source_id = ended.subscription_id
            and events.kind in ('contract_ended', 'notice')
            and ended.renewed_on <= events.event_date
    where
        events.kind in ('contract_signed', 'contract_started', 'contract_ended', 'notice')
        and ended.subscription_id is null
        and not (events.kind = 'contract_started' and started.succeeded_by is not null)
)

select
    account_id,
    event,
    source_id,
    event_date
from contracts
union all
select
    terms.account_id,
    'contract_renewed' as event,
    terms.subscription_id || ' ' || cast(terms.term_start as string) as source_id,
    terms.term_start as event_date
from {{ ref('int_contract_terms') }} as terms
cross join {{ ref('int_policy_settings') }} as settings
where
    terms.is_rolled_over
    and terms.term_start <= {{ as_of() }}
    and {{ days_between('terms.term_start', 'terms.term_end') }} > settings.renewal_window_days
