select
    posted.invoice_id,
    posted.line_id,
    posted.account_id,
    posted.subscription_id,
    posted.currency,
    posted.line_type,
    posted.description,
    posted.product,
    posted.amount,
    posted.invoice_date,
    posted.service_start,
    posted.service_end,
    posted.posted_on
from {{ ref('int_posted_invoice_lines') }} as posted
cross join {{ ref('int_policy_settings') }} as settings
left join {{ ref('int_second_currency_lines') }} as second
    on
        posted.invoice_id = second.invoice_id
        and posted.line_id = second.line_id
where
    second.line_id is null
    or settings.contract_in_two_currencies <> 'quarantine'
