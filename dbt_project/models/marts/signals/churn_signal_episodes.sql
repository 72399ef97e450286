select
    cast(
        episodes.account_id || '|' || episodes.signal || '|' || episodes.subject || '|'
        || cast(episodes.first_seen as string) as string
    ) as signal_id,
    cast(episodes.account_id as string) as account_id,
    cast({{ holder_of_role('accounts', 'rules.owner_role') }} as string) as owner_id,
    cast(episodes.signal as string) as signal,
    cast(episodes.subject as string) as subject,
    cast(rules.severity as string) as severity,
    cast(episodes.evidence as string) as evidence,
    cast(rules.suggested_action as string) as suggested_action,
    cast(rules.description as string) as description,
    cast({{ days_between('episodes.first_seen', 'coalesce(episodes.cleared, ' ~ as_of() ~ ')') }} as int) as days_open,
    episodes.cleared is null as is_open,
    cast(episodes.first_seen as date) as first_seen,
    cast(episodes.cleared as date) as cleared,
    cast(episodes.first_seen as date) as alert_on
from {{ ref('int_churn_signal_episodes') }} as episodes
inner join {{ ref('churn_signals') }} as rules
    on episodes.signal = rules.signal
inner join {{ ref('int_accounts') }} as accounts
    on episodes.account_id = accounts.account_id
