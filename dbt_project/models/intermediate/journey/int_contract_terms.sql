with

bounds as (
    select min({{ month_of('start_date') }}) as first_month
    from {{ ref('int_recurring_contracts') }}
),

months as (
    {{ month_spine('(select first_month from bounds)', month_of(as_of())) }}
),

-- Until a notice, a contract with terms goes on from one term to the next.
rolling as (
    select
        contracts.*,
        {{ months_between_months('contracts.start_date', 'months.month') }} as months_before
    from {{ ref('int_recurring_contracts') }} as contracts
    inner join months
        on
            {{ month_of('contracts.start_date') }} < months.month
            and mod({{ months_between_months('contracts.start_date', 'months.month') }}, contracts.term_months) = 0
    where
        contracts.term_months > 0
        and (contracts.end_date is null or contracts.notice_date is not null)
    union all
    select
        contracts.*,
        0 as months_before
    from {{ ref('int_recurring_contracts') }} as contracts
    where
        contracts.term_months > 0
        and (contracts.end_date is null or contracts.notice_date is not null)
),

terms as (
    select
        subscription_id,
        account_id,
        notice_period_days,
        {{ add_months('start_date', 'months_before') }} as term_start,
        {{ add_days(add_months('start_date', 'months_before + term_months'), -1) }} as term_end,
        greatest({{ add_months('start_date', 'months_before') }}, signed_date) as known_from,
        notice_date as known_until,
        months_before > 0 as is_rolled_over
    from rolling
    where
        months_before = 0
        or {{ add_months('start_date', 'months_before') }} < coalesce(notice_date, {{ add_days(as_of(), 1) }})
    union all
    select
        subscription_id,
        account_id,
        notice_period_days,
        start_date as term_start,
        end_date as term_end,
        greatest(signed_date, coalesce(notice_date, signed_date)) as known_from,
        cast(null as date) as known_until,
        false as is_rolled_over
    from {{ ref('int_recurring_contracts') }}
    where end_date is not null
)

select
    terms.subscription_id,
    terms.account_id,
    terms.is_rolled_over,
    terms.term_start,
    terms.term_end,
    {{ add_days('terms.term_end', '-1 * coalesce(terms.notice_period_days, 0)') }} as notice_deadline,
    terms.known_from,
    coalesce(terms.known_until, {{ end_of_time() }}) as known_until
from terms
where coalesce(terms.known_until > terms.known_from, true)
