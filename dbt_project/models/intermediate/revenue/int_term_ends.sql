with

counted as (
    select
        subscriptions.*,
        case
            when subscriptions.start_date <= {{ as_of() }}
                then {{ months_between_months('subscriptions.start_date', as_of()) }}
            else 0
        end as months_since_start
    from {{ ref('int_subscriptions') }} as subscriptions
    left join {{ ref('subscription_statuses') }} as statuses
        on subscriptions.status = statuses.status
    -- A trial or a draft has nothing to renew.
    where coalesce(statuses.has_mrr, true)
),

-- An open-ended contract with terms ends at the next whole number of terms after its start, one at the least.
anniversaries as (
    select
        *,
        (floor(months_since_start / nullif(term_months, 0)) * term_months) as months_of_whole_terms
    from counted
),

ends as (
    select
        *,
        coalesce(
            end_date,
            case
                when
                    months_of_whole_terms > 0
                    and {{ add_days(add_months('start_date', 'cast(months_of_whole_terms as int)'), -1) }}
                    >= {{ as_of() }}
                    then {{ add_days(add_months('start_date', 'cast(months_of_whole_terms as int)'), -1) }}
                else {{ add_days(add_months('start_date', 'cast(months_of_whole_terms + term_months as int)'), -1) }}
            end
        ) as term_end
    from anniversaries
)

select
    subscription_id,
    account_id,
    product,
    currency,
    monthly_amount,
    seats,
    term_months,
    notice_period_days,
    auto_renew,
    signed_date,
    start_date,
    end_date,
    notice_date,
    term_end,
    {{ add_days('term_end', '-1 * coalesce(notice_period_days, 0)') }} as notice_deadline
from ends
where term_end is not null
