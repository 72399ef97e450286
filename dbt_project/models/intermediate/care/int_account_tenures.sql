with

books as (
    select min(month) as first_month from {{ ref('int_published_months') }}
),

-- As it was known at the time, so that what is posted later does not move the beginning.
earning as (
    select
        customers.account_id,
        min(customers.month) as first_month
    from {{ ref('int_customer_months') }} as customers
    inner join {{ ref('int_known_customer_segment_months') }} as classed
        on
            customers.customer_id = classed.customer_id
            and customers.month = classed.month
    where classed.abc_class <> 'none'
    group by customers.account_id
),

-- Revenue in the first month with any says nothing of when it began.
beginnings as (
    select min(first_month) as first_month from earning
)

select
    accounts.account_id,
    accounts.customer_since is not null
    or earning.first_month is not null
    or books.first_month is null as is_customer,
    coalesce(
        accounts.customer_since,
        case when earning.first_month > beginnings.first_month then earning.first_month end
    ) as customer_from
from {{ ref('int_accounts') }} as accounts
left join earning
    on accounts.account_id = earning.account_id
cross join books
cross join beginnings
