with

books as (
    select min(month) as first_month from {{ ref('int_published_months') }}
),

-- Revenue in the first month of the books says nothing of when it began.
earning as (
    select
        customers.account_id,
        min(customers.month) as first_month
    from {{ ref('int_customer_months') }} as customers
    inner join {{ ref('int_customer_segment_months') }} as classed
        on
            customers.customer_id = classed.customer_id
            and customers.month = classed.month
    where classed.abc_class <> 'none'
    group by customers.account_id
)

select
    accounts.account_id,
    accounts.customer_since is not null
    or earning.first_month is not null
    or books.first_month is null as is_customer,
    coalesce(
        accounts.customer_since,
        case when earning.first_month > books.first_month then earning.first_month end
    ) as customer_from
from {{ ref('int_accounts') }} as accounts
left join earning
    on accounts.account_id = earning.account_id
cross join books
