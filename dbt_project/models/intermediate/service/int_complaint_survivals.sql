with

-- Customers that paid in the month of their complaint, by the groups of twelve months later.
complaining as (
    select distinct
        bases.base_month,
        regimes.month,
        bases.customer_id
    from {{ ref('int_ticket_times') }} as complaints
    inner join {{ ref('int_hierarchy_regimes') }} as regimes
        on {{ add_months(month_of('complaints.created_on'), 12) }} = regimes.month
    inner join {{ ref('int_customer_regimes') }} as customers
        on
            regimes.regime_month = customers.regime_month
            and complaints.account_id = customers.account_id
    inner join {{ ref('int_cohort_bases') }} as bases
        on
            regimes.regime_month = bases.regime_month
            and customers.customer_id = bases.customer_id
            and {{ month_of('complaints.created_on') }} = bases.base_month
    where complaints.is_complaint
),

counted as (
    select
        complaining.base_month,
        count(*) as customers_complaining,
        sum(case when later.closing > 0 then 1 else 0 end) as customers_stayed
    from complaining
    left join {{ ref('int_mrr_movements') }} as later
        on
            complaining.customer_id = later.unit_id
            and complaining.month = later.month
            and later.level = 'customer'
    group by complaining.base_month
),

-- Every customer of a month stands beside those who complained in it.
judged as (
    select
        retention.base_month,
        retention.base_customers,
        retention.customers,
        coalesce(counted.customers_complaining, 0) as customers_complaining,
        coalesce(counted.customers_stayed, 0) as customers_stayed
    from {{ ref('cohort_retention') }} as retention
    left join counted
        on retention.base_month = counted.base_month
    where {{ add_months('retention.base_month', 12) }} = retention.month
)

select
    months.base_month as month,
    sum(judged.customers_complaining) as customers_complaining,
    case
        when sum(judged.customers_complaining) >= max(settings.minimum_n)
            then {{ safe_divide('sum(judged.customers_stayed)', 'sum(judged.customers_complaining)') }}
    end as stayed_share,
    {{ safe_divide('sum(judged.customers)', 'sum(judged.base_customers)') }} as stayed_share_of_all
from judged as months
cross join {{ ref('int_service_settings') }} as settings
inner join judged
    on
        months.base_month >= judged.base_month
        and {{ add_months('months.base_month', -12) }} < judged.base_month
group by months.base_month
