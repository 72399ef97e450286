-- Who signed again or is invoiced again since the last published month is no longer to be won back.
select subscriptions.account_id
from {{ ref('int_subscriptions') }} as subscriptions
left join {{ ref('subscription_statuses') }} as statuses
    on subscriptions.status = statuses.status
where
    coalesce(statuses.has_mrr, true)
    and subscriptions.start_date > {{ month_end(last_published_month()) }}
    and coalesce(subscriptions.end_date >= subscriptions.start_date, true)
    and subscriptions.monthly_amount > 0
union
select account_id
from {{ ref('int_invoice_lines') }}
where
    line_type = 'recurring'
    and amount > 0
    and service_end >= {{ as_of() }}
