-- A trial or a draft has nothing to renew and makes nobody a customer.
select
    subscriptions.subscription_id,
    subscriptions.account_id,
    subscriptions.product,
    subscriptions.term_months,
    subscriptions.notice_period_days,
    subscriptions.signed_date,
    subscriptions.start_date,
    subscriptions.end_date,
    subscriptions.notice_date
from {{ ref('int_subscriptions') }} as subscriptions
left join {{ ref('subscription_statuses') }} as statuses
    on subscriptions.status = statuses.status
where coalesce(statuses.has_mrr, true)
