with

spans as (
    select
        found.signal,
        found.account_id,
        found.subject,
        found.evidence,
        found.valid_from as raised_on,
        found.valid_from,
        {{ put_off('found.valid_until', 'rules.quiet_days') }} as valid_until
    from {{ ref('int_buying_signal_spans') }} as found
    inner join {{ ref('buying_signals') }} as rules
        on found.signal = rules.signal
)

{{ signal_episodes('spans', 'buying_signals') }}
