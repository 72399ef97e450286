with

ranks as (
    select
        model,
        horizon_months,
        risk,
        sum(churned) as churned,
        sum(1 - churned) as stayed
    from {{ ref('int_backtest_scores') }}
    group by model, horizon_months, risk
),

below as (
    select
        *,
        sum(stayed) over (
            partition by model, horizon_months order by risk asc rows between unbounded preceding and current row
        ) - stayed as stayed_below
    from ranks
)

-- Of all pairs of one that churned and one that stayed, the share in which the first was at higher risk; a tie is half.
select
    model,
    horizon_months,
    {{ safe_divide('sum(churned * (2 * stayed_below + stayed))', '2 * sum(churned) * sum(stayed)') }} as auc
from below
group by model, horizon_months
