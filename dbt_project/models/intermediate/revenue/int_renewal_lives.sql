with

months as (
    select
        customer_id,
        month,
        opening,
        closing,
        lag(month) over (partition by customer_id order by month asc) as month_before,
        lag(closing) over (partition by customer_id order by month asc) as closing_before,
        lead(month) over (partition by customer_id order by month asc) as month_after,
        lead(movement) over (partition by customer_id order by month asc) as movement_after
    from {{ ref('int_mrr_movements') }}
    where level = 'customer'
),

-- A life begins when recurring revenue appears; one that opens with some was joined or parted from another customer.
begun as (
    select
        *,
        case
            when
                opening > 0
                and closing_before > 0
                and {{ add_months('month_before', 1) }} = month
                then 0
            else 1
        end as is_first
    from months
    where closing > 0
),

numbered as (
    select
        *,
        sum(is_first) over (partition by customer_id order by month asc rows unbounded preceding) as life
    from begun
),

lives as (
    select
        customer_id,
        life,
        min(month) as first_month,
        max(month) as last_month,
        max(case when is_first = 1 and opening > 0 then 1 else 0 end) = 1 as is_opened_with_revenue,
        max(case
            when {{ add_months('month', 1) }} = month_after and movement_after = 'churn' then 1 else 0
        end) = 1 as is_lost
    from numbered
    group by customer_id, life
),

customers_since as (
    select
        months.customer_id,
        months.month,
        min(accounts.customer_since) as customer_since
    from {{ ref('int_customer_months') }} as months
    inner join {{ ref('int_accounts') }} as accounts
        on months.account_id = accounts.account_id
    group by months.customer_id, months.month
),

first_published as (
    select min(month) as month from {{ ref('int_published_months') }}
),

seen as (
    select
        lives.*,
        not lives.is_opened_with_revenue and lives.first_month > first_published.month as is_start_seen,
        {{ month_of('customers_since.customer_since') }} as stated_start
    from lives
    cross join first_published
    left join customers_since
        on
            lives.customer_id = customers_since.customer_id
            and lives.first_month = customers_since.month
)

-- A start that nobody saw is the one the company states, unless it is later than the first revenue seen.
select
    customer_id,
    cast(life as int) as life,
    is_lost,
    is_start_seen,
    case
        when is_start_seen then first_month
        when stated_start <= first_month then stated_start
    end as start_month,
    first_month,
    last_month
from seen
