{# Every line of a relation with the days of its period in all and in each published month that it covers. The relation
   holds earned_from and earned_to. #}
{% macro days_by_month(lines) -%}
    select
        {{ lines }}.*,
        months.month,
        {{ days_between(lines ~ '.earned_from', lines ~ '.earned_to') }} + 1 as days_in_all,
        {{ days_between(
            'case when ' ~ lines ~ '.earned_from > months.month then ' ~ lines ~ '.earned_from else months.month end',
            'case when ' ~ lines ~ '.earned_to < months.month_end then ' ~ lines ~ '.earned_to else months.month_end end'
        ) }} + 1 as days_in_month
    from {{ lines }}
    inner join {{ ref('int_published_months') }} as months
        on
            {{ lines }}.earned_from <= months.month_end
            and {{ lines }}.earned_to >= months.month
{%- endmacro %}

{# Class and segment of each customer and month by the customer's revenue of twelve months; the relation holds month,
   customer_id and revenue_ttm. #}
{% macro classed_customer_months(trailing_revenue) -%}
    select
        trailing_revenue.month,
        trailing_revenue.customer_id,
        trailing_revenue.revenue_ttm,
        {{ safe_divide('shares.revenue_so_far', 'shares.revenue_of_all') }} as cum_share,
        {{ abc_class('shares', 'thresholds') }} as abc_class,
        coalesce(versions.segment_set, {{ abc_class('shares', 'thresholds') }}) as segment
    from {{ trailing_revenue }} as trailing_revenue
    left join (
        select
            month,
            customer_id,
            revenue_ttm,
            sum(revenue_ttm) over (
                partition by month
                order by revenue_ttm desc, customer_id asc
                rows between unbounded preceding and current row
            ) as revenue_so_far,
            sum(revenue_ttm) over (partition by month) as revenue_of_all
        from {{ trailing_revenue }}
        where revenue_ttm > 0
    ) as shares
        on
            trailing_revenue.month = shares.month
            and trailing_revenue.customer_id = shares.customer_id
    left join {{ ref('int_account_versions') }} as versions
        on
            trailing_revenue.customer_id = versions.account_id
            and (versions.known_from <= {{ month_end('trailing_revenue.month') }} or versions.known_from is null)
            and (versions.known_until > {{ month_end('trailing_revenue.month') }} or versions.known_until is null)
    cross join {{ ref('int_segment_thresholds') }} as thresholds
{%- endmacro %}
