-- Each account of the recurring book stands in account_360, and so does the account at the top of it in that month. The
-- hierarchy of a month stays as it was, so an account that has moved since belongs to another customer today.
select
    months.account_id,
    months.customer_id
from {{ ref('mrr_months') }} as months
left join {{ ref('account_360') }} as accounts
    on months.account_id = accounts.account_id
left join {{ ref('account_360') }} as customers
    on months.customer_id = customers.account_id
where
    accounts.account_id is null
    or customers.account_id is null
group by months.account_id, months.customer_id
