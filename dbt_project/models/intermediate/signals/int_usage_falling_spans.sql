{%- set so_far = 'partition by account_id order by day asc rows between unbounded preceding and current row' -%}
with

rules as (
    select * from {{ signal_rule('usage_falling') }} as rules
),

weeks as (
    select
        weeks.account_id,
        weeks.known_on,
        weeks.active_users,
        {{ add_days('weeks.known_on', 'rules.after_days') }} as recent_until,
        {{ add_days('weeks.known_on', 'rules.skip_days') }} as past_from,
        {{ add_days('weeks.known_on', 'rules.skip_days + rules.history_days') }} as past_until
    from {{ ref('int_usage_weeks') }} as weeks
    cross join rules
    -- An account that never had as many people as are usual at the least need not be looked at.
    inner join (
        select
            account_id,
            max(active_users) as most_users
        from {{ ref('int_usage_weeks') }}
        group by account_id
    ) as accounts
        on
            weeks.account_id = accounts.account_id
            and accounts.most_users >= rules.minimum
),

changes as (
    {%- for day, is_week, recent, past in [
        ('known_on', 1, 1, 0), ('recent_until', 0, -1, 0), ('past_from', 0, 0, 1), ('past_until', 0, 0, -1)
    ] %}
    select
        account_id,
        {{ day }} as day,
        {{ is_week }} as is_week,
        {{ recent }} as recent_weeks,
        {{ recent }} * active_users as recent_users,
        {{ past }} as past_weeks,
        {{ past }} * active_users as past_users
    from weeks
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

days as (
    select
        account_id,
        day,
        max(is_week) as is_week,
        sum(recent_weeks) as recent_weeks,
        sum(recent_users) as recent_users,
        sum(past_weeks) as past_weeks,
        sum(past_users) as past_users
    from changes
    where day <= {{ as_of() }}
    group by account_id, day
),

states as (
    select
        account_id,
        day,
        is_week,
        sum(recent_weeks) over ({{ so_far }}) as recent_weeks,
        sum(recent_users) over ({{ so_far }}) as recent_users,
        sum(past_weeks) over ({{ so_far }}) as past_weeks,
        sum(past_users) over ({{ so_far }}) as past_users
    from days
),

-- Judged when a week has come in, and standing until the next one does.
judged as (
    select
        account_id,
        day,
        past_weeks,
        {{ safe_divide('recent_users', 'recent_weeks') }} as recent,
        {{ safe_divide('past_users', 'past_weeks') }} as usual,
        lead(day) over (partition by account_id order by day asc) as next_day
    from states
    where is_week = 1
)

select
    judged.account_id,
    '' as subject,
    judged.day as valid_from,
    least(
        coalesce(judged.next_day, {{ end_of_time() }}), {{ add_days('judged.day', 'rules.after_days') }}
    ) as valid_until,
    {{ decimal_words('judged.recent') }} || ' active users in the last ' || cast(rules.after_days as string)
    || ' days, ' || {{ decimal_words('judged.usual') }} || ' some months before.' as evidence
from judged
cross join rules
where
    judged.past_weeks >= rules.last_n
    and judged.usual >= rules.minimum
    and round(judged.recent, 9) < round(rules.factor * judged.usual, 9)
