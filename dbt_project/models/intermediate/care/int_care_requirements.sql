with

newest as (
    select
        accounts.judged_on,
        accounts.is_today,
        accounts.segment,
        accounts.carer_id,
        accounts.customer_from,
        rules.*,
        rules.valid_until > accounts.judged_on as is_in_force,
        {{ add_months('accounts.judged_on', '-rules.window_months') }} as window_start,
        row_number() over (
            partition by accounts.judged_on, rules.account_id, rules.level, rules.activity_type
            order by rules.valid_from desc
        ) as newest_first
    from {{ ref('int_care_accounts') }} as accounts
    inner join {{ ref('int_care_rule_spans') }} as rules
        on
            accounts.account_id = rules.account_id
            and rules.valid_from <= accounts.judged_on
),

-- Each rule asks for its number times the share of its window's days on which it was in force.
shares as (
    select
        newest.judged_on,
        newest.account_id,
        newest.level,
        newest.activity_type,
        sum(
            {{ safe_divide(
                'rules.min_count * ' ~ days_between(
                    'greatest(rules.valid_from, ' ~ add_days('newest.window_start', 1) ~ ')',
                    'least(rules.valid_until, ' ~ add_days('newest.judged_on', 1) ~ ')'
                ),
                days_between(add_months('newest.judged_on', '-rules.window_months'), 'newest.judged_on')
            ) }}
        ) as required_share
    from newest
    inner join {{ ref('int_care_rule_spans') }} as rules
        on
            newest.account_id = rules.account_id
            and newest.level = rules.level
            and newest.activity_type = rules.activity_type
            and rules.valid_from <= newest.judged_on
            and rules.valid_until > {{ add_days('newest.window_start', 1) }}
    where newest.newest_first = 1
    group by newest.judged_on, newest.account_id, newest.level, newest.activity_type
),

-- Shares of days that make up a whole may fall short of it by the last digit of a double.
rounded as (
    select
        *,
        cast(floor(round(required_share, 6)) as int) as required
    from shares
)

select
    newest.judged_on,
    newest.is_today,
    newest.account_id,
    newest.level,
    newest.activity_type,
    newest.segment,
    newest.carer_id,
    newest.basis,
    newest.scope_rank,
    newest.min_count,
    newest.window_months,
    rounded.required,
    newest.is_in_force,
    coalesce(newest.customer_from > newest.window_start, false) as is_new,
    newest.window_start,
    newest.customer_from,
    newest.in_force_since
from newest
inner join rounded
    on
        newest.judged_on = rounded.judged_on
        and newest.account_id = rounded.account_id
        and newest.level = rounded.level
        and newest.activity_type = rounded.activity_type
where
    newest.newest_first = 1
    and (newest.is_in_force or rounded.required > 0)
