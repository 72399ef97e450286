{%- set so_far = 'partition by account_id order by inbound_on asc rows between unbounded preceding and current row' -%}
with

heard as (
    select
        *,
        lead(inbound_on) over (partition by account_id order by inbound_on asc) as next_on,
        {{ days_between('lag(inbound_on) over (partition by account_id order by inbound_on asc)', 'inbound_on') }}
            as gap
    from {{ ref('int_inbound_days') }}
),

-- By which ways the account has ever been heard of: no feed of these may have stopped.
usual as (
    select
        account_id,
        inbound_on,
        next_on,
        count(gap) over ({{ so_far }}) as gaps,
        {{ percentile('gap', '0.5') }} over ({{ so_far }}) as median_gap,
        max(by_activity) over ({{ so_far }}) as ever_by_activity,
        max(by_ticket) over ({{ so_far }}) as ever_by_ticket
    from heard
),

due as (
    select
        usual.*,
        {{ add_days(
            'usual.inbound_on',
            'cast(floor(greatest(rules.factor * usual.median_gap, rules.after_days)) as int) + 1'
        ) }} as due_on
    from usual
    cross join {{ signal_rule('silent') }} as rules
    where usual.gaps >= rules.minimum
),

witnessed as (
    select
        due.*,
        greatest(
            case
                when due.ever_by_activity = 1 then coalesce(inbound.witnessed_on, {{ end_of_time() }})
                else due.due_on
            end,
            case
                when due.ever_by_ticket = 1 then coalesce(tickets.witnessed_on, {{ end_of_time() }})
                else due.due_on
            end
        ) as valid_from
    from due
    left join {{ ref('int_feed_witnesses') }} as inbound
        on
            due.due_on = inbound.day
            and inbound.feed = 'inbound'
    left join {{ ref('int_feed_witnesses') }} as tickets
        on
            due.due_on = tickets.day
            and tickets.feed = 'tickets'
)

select
    account_id,
    '' as subject,
    valid_from,
    coalesce(next_on, {{ end_of_time() }}) as valid_until,
    'Not heard from for ' || cast({{ days_between('inbound_on', 'valid_from') }} as string)
    || ' days; usually every ' || {{ whole_words('median_gap') }} || ' days.' as evidence
from witnessed
where valid_from < coalesce(next_on, {{ end_of_time() }})
