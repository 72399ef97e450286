-- Every customer of the account view has its segment, and the revenue of the customers is that of the company.
with

both_sides as (
    select
        customer_id,
        1 as in_accounts,
        0 as in_segments
    from {{ ref('account_360') }}
    group by customer_id
    union all
    select
        customer_id,
        0 as in_accounts,
        1 as in_segments
    from {{ ref('account_segments') }}
),

revenue as (
    select
        (select coalesce(sum(revenue_ttm), 0) from {{ ref('account_segments') }}) as of_customers,
        (select count(*) from {{ ref('account_segments') }}) as customers,
        (
            select coalesce(sum(revenue), 0) from {{ ref('int_revenue_product_months') }}
            where
                month > {{ add_months(last_published_month(), -12) }}
                and month <= {{ last_published_month() }}
        ) as of_company
)

select
    customer_id as subject,
    cast(sum(in_accounts) as double) as one_side,
    cast(sum(in_segments) as double) as other_side
from both_sides
group by customer_id
having sum(in_accounts) <> sum(in_segments)
union all
select
    'revenue' as subject,
    cast(of_customers as double) as one_side,
    cast(of_company as double) as other_side
from revenue
where abs(of_customers - of_company) > 0.005 * customers
