with

tops as (
    select
        month,
        {{ joined_texts('customer_id', 'largest_first') }} as largest,
        count(*) as customers
    from {{ ref('int_largest_customers') }}
    group by month
),

formers as (
    select
        month,
        sum(case when is_among_largest then 1 else 0 end) as overlap,
        sum(case when revenue_ttm > 0 then revenue_ttm else 0 end) as revenue_now
    from {{ ref('int_former_largest_customers') }}
    group by month
),

totals as (
    select
        month,
        sum(revenue_ttm) as revenue_of_all
    from {{ ref('int_customer_segment_months') }}
    where revenue_ttm > 0
    group by month
)

select
    cast(thresholds.stability_years as int) as years_back,
    cast(thresholds.pareto_top_n as int) as top_n,
    cast(then_tops.largest as string) as top_then,
    cast(now_tops.largest as string) as top_now,
    cast(
        case when then_tops.month is not null and now_tops.month is not null then coalesce(formers.overlap, 0) end
        as bigint
    ) as overlap,
    case
        when then_tops.month is not null
            then {{ safe_divide('coalesce(formers.revenue_now, 0)', 'totals.revenue_of_all') }}
    end as share_now_of_top_then,
    cast({{ add_months('months.month', '-12 * thresholds.stability_years') }} as date) as month_then,
    cast(months.month as date) as month
from {{ ref('int_published_months') }} as months
cross join {{ ref('int_segment_thresholds') }} as thresholds
left join tops as now_tops
    on months.month = now_tops.month
left join tops as then_tops
    on {{ add_months('months.month', '-12 * thresholds.stability_years') }} = then_tops.month
left join formers
    on months.month = formers.month
left join totals
    on months.month = totals.month
