with

bounds as (
    select {{ add_months(last_published_month(), '12 * stability_years') }} as last_month
    from {{ ref('int_segment_thresholds') }}
),

months_ahead as (
    {{ month_spine(add_months(last_published_month(), 1), '(select last_month from bounds)') }}
),

lifetimes as (
    select * from {{ ref('customer_lifetime_value') }}
    where alpha is not null
),

-- The chance to survive each renewal to come, given those made (Fader and Hardie 2007).
renewals as (
    select
        lifetimes.customer_id,
        {{ safe_divide(
            'lifetimes.beta + lifetimes.renewals_made + renewal.number - 1',
            'lifetimes.alpha + lifetimes.beta + lifetimes.renewals_made + renewal.number - 1'
        ) }} as retention
    from lifetimes
    inner join (
        select
            {{ months_between_months(last_published_month(), 'month') }} as months,
            terms.term_months,
            {{ months_between_months(last_published_month(), 'month') }} / terms.term_months as number
        from months_ahead
        cross join (select distinct term_months from lifetimes) as terms
    ) as renewal
        on
            lifetimes.term_months = renewal.term_months
            and renewal.months % renewal.term_months = 0
),

survivals as (
    select
        lifetimes.customer_id,
        exp(coalesce({{ sum_of_ratios('ln(renewals.retention)') }}, 0)) as survival
    from lifetimes
    left join renewals
        on lifetimes.customer_id = renewals.customer_id
    group by lifetimes.customer_id
),

totals as (
    select sum(revenue_ttm) as revenue_of_all
    from {{ ref('int_customer_segment_months') }}
    where
        month = {{ last_published_month() }}
        and revenue_ttm > 0
)

select
    cast(present.customer_id as string) as customer_id,
    cast(present.largest_first as int) as place,
    cast(former.largest_first as int) as place_then,
    cast(present.revenue_ttm as decimal(18, 2)) as revenue_ttm,
    {{ safe_divide('present.revenue_ttm', 'totals.revenue_of_all') }} as share,
    cast(former.revenue_ttm as decimal(18, 2)) as revenue_then,
    survivals.survival as survival_projected,
    cast(present.revenue_ttm * cast(survivals.survival as {{ type_rate() }}) as decimal(18, 2)) as revenue_projected,
    cast(thresholds.stability_years as int) as years
from {{ ref('int_largest_customers') }} as present
cross join {{ ref('int_segment_thresholds') }} as thresholds
cross join totals
left join {{ ref('int_largest_customers') }} as former
    on
        present.customer_id = former.customer_id
        and former.month = {{ add_months(last_published_month(), '-12 * thresholds.stability_years') }}
left join survivals
    on present.customer_id = survivals.customer_id
where present.month = {{ last_published_month() }}
