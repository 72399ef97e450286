-- On the knowledge date, an account is in a renewal window exactly when the term that a contract is in says so.
with

present as (
    select distinct ends.account_id
    from {{ ref('int_term_ends') }} as ends
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('int_contract_successions') }} as successions
        on ends.subscription_id = successions.subscription_id
    left join {{ ref('int_contract_terms') }} as terms
        on
            ends.subscription_id = terms.subscription_id
            and ends.term_end = terms.term_end
            and terms.known_from <= {{ as_of() }}
            and terms.known_until > {{ as_of() }}
    where
        ends.term_end >= {{ as_of() }}
        and ends.start_date <= {{ as_of() }}
        and {{ add_days('ends.notice_deadline', '-1 * settings.renewal_window_days') }} <= {{ as_of() }}
        and coalesce(successions.renewed_on > {{ as_of() }}, true)
        and {{ days_between('coalesce(terms.term_start, ends.start_date)', 'ends.term_end') }}
        > settings.renewal_window_days
),

windows as (
    select account_id
    from {{ ref('int_renewal_windows') }}
    where
        valid_from <= {{ as_of() }}
        and valid_until > {{ as_of() }}
)

select
    present.account_id as account_of_term_ends,
    windows.account_id as account_of_windows
from present
full outer join windows
    on present.account_id = windows.account_id
where
    present.account_id is null
    or windows.account_id is null
