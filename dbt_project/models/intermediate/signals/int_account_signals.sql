with

ranked as (
    select
        account_id,
        signal,
        severity,
        evidence,
        row_number() over (
            partition by account_id
            order by
                case severity when 'high' then 1 when 'medium' then 2 else 3 end asc,
                first_seen desc,
                signal_id asc
        ) as gravest_first
    from {{ ref('churn_signal_episodes') }}
    where is_open
),

leaving as (
    select
        account_id,
        count(*) as open_churn_signals,
        max(case when gravest_first = 1 then signal end) as top_signal,
        max(case when gravest_first = 1 then severity end) as top_signal_severity,
        max(case when gravest_first = 1 then evidence end) as top_signal_evidence
    from ranked
    group by account_id
),

buying as (
    select
        account_id,
        count(*) as open_buying_signals
    from {{ ref('buying_signal_episodes') }}
    where is_open
    group by account_id
)

select
    accounts.account_id,
    coalesce(leaving.open_churn_signals, 0) as open_churn_signals,
    coalesce(buying.open_buying_signals, 0) as open_buying_signals,
    leaving.top_signal,
    leaving.top_signal_severity,
    leaving.top_signal_evidence
from {{ ref('int_accounts') }} as accounts
left join leaving
    on accounts.account_id = leaving.account_id
left join buying
    on accounts.account_id = buying.account_id
