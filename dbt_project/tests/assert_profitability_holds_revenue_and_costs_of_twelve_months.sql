-- Revenue and direct costs of the last twelve published months all stand in profitability, those of nobody too; each of
-- its rows is rounded to cents by itself.
with

twelve_months as (
    select month
    from {{ ref('int_published_months') }}
    where month > {{ add_months(last_published_month(), -12) }}
),

both_sides as (
    select
        1 as published_rows,
        revenue,
        direct_cost
    from {{ ref('profitability') }}
    union all
    select
        0 as published_rows,
        -1 * revenues.revenue as revenue,
        0 as direct_cost
    from {{ ref('int_revenue_product_months') }} as revenues
    inner join twelve_months
        on revenues.month = twelve_months.month
    union all
    select
        0 as published_rows,
        0 as revenue,
        -1 * direct_costs.direct_cost as direct_cost
    from {{ ref('int_direct_costs') }} as direct_costs
    where
        direct_costs.month > {{ add_months(last_published_month(), -12) }}
        and direct_costs.month <= {{ last_published_month() }}
)

select
    sum(revenue) as revenue_unexplained,
    sum(direct_cost) as direct_cost_unexplained
from both_sides
having
    abs(sum(revenue)) > 0.005 * sum(published_rows)
    or abs(sum(direct_cost)) > 0.005 * sum(published_rows)
