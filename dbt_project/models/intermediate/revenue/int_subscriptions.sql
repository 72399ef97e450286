with

sources as (
    {{ union_sources('subscriptions') }}
)

select
    sources.subscription_id,
    ids.account_id,
    sources.product,
    sources.currency,
    lower(sources.status) as status,
    sources.monthly_amount,
    sources.seats,
    sources.term_months,
    sources.notice_period_days,
    sources.auto_renew,
    sources.signed_date,
    sources.start_date,
    -- An end that follows from a notice is known from the day of the notice.
    case when sources.notice_date > {{ as_of() }} then null else sources.end_date end as end_date,
    case when sources.notice_date > {{ as_of() }} then null else sources.notice_date end as notice_date
from sources
inner join {{ ref('int_account_ids') }} as ids
    on
        sources.account_id = ids.source_account_id
        and ids.system = '{{ system_of("subscriptions") }}'
where
    not sources.is_deleted
    and sources.signed_date <= {{ as_of() }}
