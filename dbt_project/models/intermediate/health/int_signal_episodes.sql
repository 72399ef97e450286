with

episodes as (
    select
        signals.account_id,
        signals.signal,
        signals.subject,
        signals.first_seen,
        signals.cleared
    from {{ ref('int_churn_signal_episodes') }} as signals
    inner join {{ ref('int_service_spans') }} as spans
        on
            signals.account_id = spans.account_id
            and signals.first_seen >= spans.valid_from
            and signals.first_seen < spans.valid_until
    left join {{ ref('int_notice_spans') }} as notices
        on
            signals.account_id = notices.account_id
            and signals.first_seen >= notices.valid_from
            and signals.first_seen < notices.valid_until
    where notices.account_id is null
)

-- A signal that first speaks after the notice foretells nothing.
select
    episodes.account_id,
    episodes.signal,
    episodes.subject,
    episodes.first_seen,
    max(episodes.cleared) as cleared,
    min(churns.churned_on) as churned_on
from episodes
left join {{ ref('int_churn_dates') }} as churns
    on
        episodes.account_id = churns.account_id
        and episodes.first_seen < churns.churned_on
group by episodes.account_id, episodes.signal, episodes.subject, episodes.first_seen
