-- Requests that come independently of each other are Poisson: their variance is their mean.
select
    windows.account_id,
    '' as subject,
    windows.valid_from,
    windows.valid_until,
    cast(windows.recent as string) || ' support requests in ' || cast(rules.after_days as string)
    || ' days; usually ' || {{ decimal_words('windows.usual') }} || '.' as evidence
from {{ ref('int_support_windows') }} as windows
inner join {{ signal_rule('support_spike') }} as rules
    on windows.signal = rules.signal
where
    windows.valid_from < windows.valid_until
    and windows.recent >= rules.minimum
    and windows.recent > windows.usual + rules.factor * sqrt(windows.usual)
