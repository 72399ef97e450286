-- Each account of the recurring book stands in account_360, under the same customer.
select
    months.account_id,
    months.customer_id
from {{ ref('mrr_months') }} as months
left join {{ ref('account_360') }} as accounts
    on
        months.account_id = accounts.account_id
        and months.customer_id = accounts.customer_id
where accounts.account_id is null
group by months.account_id, months.customer_id
