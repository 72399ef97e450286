select
    cast(sales_motion as string) as sales_motion,
    cast(product as string) as product,
    cast(sum(case when won then 1 else 0 end) as bigint) as deals_won,
    cast(sum(case when won then 0 else 1 end) as bigint) as deals_lost,
    {{ safe_divide('sum(case when won then 1 else 0 end)', 'count(*)') }} as win_rate,
    cast(sum(case when won then coalesce(monthly_amount, 0) else 0 end) as decimal(18, 2)) as monthly_amount_won
from {{ ref('int_closed_deals') }}
where closed_date > {{ add_months(as_of(), -12) }}
group by sales_motion, product
