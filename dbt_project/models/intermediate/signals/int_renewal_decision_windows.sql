{%- set months_so_far = months_between_months('contracts.start_date', 'months.month') -%}
with

contracts as (
    select
        subscriptions.*,
        rules.after_days + coalesce(subscriptions.notice_period_days, 0) as days_ahead,
        -- An end that follows from a notice is no end of a term that could be renewed.
        subscriptions.end_date is not null and subscriptions.notice_date is null as has_fixed_end
    from {{ ref('int_subscriptions') }} as subscriptions
    cross join {{ signal_rule('renewal_unready') }} as rules
    where
        subscriptions.monthly_amount > 0
        and coalesce(subscriptions.term_months >= rules.minimum, true)
),

bounds as (
    select
        {{ month_of('min(start_date)') }} as first_month,
        {{ month_of(add_days(as_of(), 'max(days_ahead) + 1')) }} as last_month
    from contracts
),

months as (
    {{ month_spine('(select first_month from bounds)', '(select last_month from bounds)') }}
),

terms as (
    select
        contracts.*,
        {{ add_days(add_months('contracts.start_date', months_so_far), -1) }} as term_end
    from contracts
    inner join months
        on
            contracts.start_date < months.month
            and mod({{ months_so_far }}, contracts.term_months) = 0
    where not contracts.has_fixed_end
    union all
    select
        *,
        end_date as term_end
    from contracts
    where has_fixed_end
),

-- Whoever has signed what follows, or given notice, decides no more.
renewed as (
    select
        terms.subscription_id,
        terms.term_end,
        min(later.signed_date) as renewed_on
    from terms
    cross join {{ ref('int_policy_settings') }} as settings
    inner join {{ ref('int_subscriptions') }} as later
        on
            {{ takes_over('later', 'terms', 'terms.term_end') }}
    group by terms.subscription_id, terms.term_end
)

select
    terms.account_id,
    terms.subscription_id,
    terms.product,
    terms.term_end,
    greatest({{ add_days('terms.term_end', '-1 * terms.days_ahead') }}, terms.signed_date) as valid_from,
    least(
        {{ add_days('terms.term_end', 1) }},
        coalesce(terms.notice_date, {{ end_of_time() }}),
        coalesce(renewed.renewed_on, {{ end_of_time() }})
    ) as valid_until
from terms
left join renewed
    on
        terms.subscription_id = renewed.subscription_id
        and terms.term_end = renewed.term_end
