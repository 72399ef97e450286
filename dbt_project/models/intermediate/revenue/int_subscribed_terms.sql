select
    subscriptions.subscription_id,
    subscriptions.account_id,
    subscriptions.product,
    subscriptions.currency,
    subscriptions.signed_date,
    subscriptions.start_date as service_start,
    subscriptions.end_date as service_end,
    subscriptions.monthly_amount
from {{ ref('int_subscriptions') }} as subscriptions
left join {{ ref('subscription_statuses') }} as statuses
    on subscriptions.status = statuses.status
where coalesce(statuses.has_mrr, true)
