with

-- Only a customer can leave: spans hold on the days on which the account was known to be one.
spans as (
    select
        found.signal,
        found.account_id,
        found.subject,
        found.evidence,
        found.valid_from as raised_on,
        greatest(found.valid_from, services.valid_from) as valid_from,
        least({{ put_off('found.valid_until', 'rules.quiet_days') }}, services.valid_until) as valid_until
    from {{ ref('int_churn_signal_spans') }} as found
    inner join {{ ref('churn_signals') }} as rules
        on found.signal = rules.signal
    inner join {{ ref('int_service_spans') }} as services
        on
            found.account_id = services.account_id
            and found.valid_from < services.valid_until
            and {{ put_off('found.valid_until', 'rules.quiet_days') }} > services.valid_from
)

{{ signal_episodes('spans', 'churn_signals') }}
