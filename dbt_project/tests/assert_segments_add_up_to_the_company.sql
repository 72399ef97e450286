-- Every customer is in one segment of a month: the segments' figures add up to the company's, each column for itself.
with

both_sides as (
    select
        month,
        opening,
        new,
        reactivation,
        expansion,
        contraction,
        churn,
        fx,
        rounding,
        closing,
        arr,
        customers_open,
        customers_close,
        customers_churned
    from {{ ref('kpi_months') }}
    where level = 'customer'
    union all
    select
        month,
        -1 * opening as opening,
        -1 * new as new,
        -1 * reactivation as reactivation,
        -1 * expansion as expansion,
        -1 * contraction as contraction,
        -1 * churn as churn,
        -1 * fx as fx,
        -1 * rounding as rounding,
        -1 * closing as closing,
        -1 * arr as arr,
        -1 * customers_open as customers_open,
        -1 * customers_close as customers_close,
        -1 * customers_churned as customers_churned
    from {{ ref('kpi_segment_months') }}
)

select month
from both_sides
group by month
having
    sum(opening) <> 0
    or sum(new) <> 0
    or sum(reactivation) <> 0
    or sum(expansion) <> 0
    or sum(contraction) <> 0
    or sum(churn) <> 0
    or sum(fx) <> 0
    or sum(rounding) <> 0
    or sum(closing) <> 0
    or sum(arr) <> 0
    or sum(customers_open) <> 0
    or sum(customers_close) <> 0
    or sum(customers_churned) <> 0
