with

rules as (
    select * from {{ signal_rule('support_silent') }} as silent
    union all
    select * from {{ signal_rule('support_spike') }} as spike
),

requests as (
    select
        rules.signal,
        tickets.account_id,
        tickets.created_on,
        {{ add_days('tickets.created_on', 'rules.after_days') }} as past_from,
        {{ add_days('tickets.created_on', 'rules.after_days + rules.history_days') }} as forgotten_from
    from {{ ref('int_tickets') }} as tickets
    cross join rules
),

changes as (
    {%- for day, recent, past in [('created_on', 1, 0), ('past_from', -1, 1), ('forgotten_from', 0, -1)] %}
    select
        signal,
        account_id,
        {{ day }} as day,
        created_on,
        {{ recent }} as recent,
        {{ past }} as past
    from requests
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

days as (
    select
        signal,
        account_id,
        day,
        max(created_on) as created_on,
        sum(recent) as recent,
        sum(past) as past
    from changes
    group by signal, account_id, day
),

states as (
    select
        signal,
        account_id,
        day,
        lead(day) over (partition by signal, account_id order by day asc) as next_day,
        max(created_on) over (
            partition by signal, account_id order by day asc rows between unbounded preceding and current row
        ) as last_request_on,
        sum(recent) over (
            partition by signal, account_id order by day asc rows between unbounded preceding and current row
        ) as recent,
        sum(past) over (
            partition by signal, account_id order by day asc rows between unbounded preceding and current row
        ) as past
    from days
),

-- What is usual can be told of an account that was a customer for all of the time looked back over, and read for it.
beginnings as (
    select
        services.account_id,
        greatest(min(services.valid_from), min(feeds.first_day)) as first_day
    from {{ ref('int_service_spans') }} as services
    inner join {{ ref('int_first_days') }} as feeds
        on feeds.feed = 'tickets'
    group by services.account_id
)

select
    states.signal,
    states.account_id,
    states.recent,
    {{ safe_divide('states.past * rules.after_days', 'rules.history_days') }} as usual,
    states.last_request_on,
    {{ add_days('states.last_request_on', 'rules.after_days') }} as silent_from,
    greatest(states.day, {{ add_days('beginnings.first_day', 'rules.after_days + rules.history_days') }}) as valid_from,
    coalesce(states.next_day, {{ end_of_time() }}) as valid_until
from states
inner join rules
    on states.signal = rules.signal
inner join beginnings
    on states.account_id = beginnings.account_id
