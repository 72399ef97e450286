with

silences as (
    select
        windows.account_id,
        windows.usual,
        windows.last_request_on,
        greatest(windows.valid_from, witnesses.witnessed_on) as valid_from,
        windows.valid_until
    from {{ ref('int_support_windows') }} as windows
    inner join {{ signal_rule('support_silent') }} as rules
        on windows.signal = rules.signal
    inner join {{ ref('int_feed_witnesses') }} as witnesses
        on
            windows.silent_from = witnesses.day
            and witnesses.feed = 'tickets'
    where
        windows.recent = 0
        and windows.usual >= rules.minimum
)

select
    account_id,
    '' as subject,
    valid_from,
    valid_until,
    'No support request for ' || cast({{ days_between('last_request_on', 'valid_from') }} as string)
    || ' days; usually ' || {{ decimal_words('usual') }} || ' in such a time.' as evidence
from silences
where valid_from < valid_until
