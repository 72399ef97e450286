with

recurring as (
    select
        mrr.customer_id,
        sum(case when mrr.month = {{ last_published_month() }} then mrr.mrr else 0 end) as mrr,
        sum(case when mrr.month <> {{ last_published_month() }} then mrr.mrr else 0 end) as mrr_before
    from {{ ref('mrr_months') }} as mrr
    cross join {{ ref('int_portfolio_settings') }} as settings
    where
        mrr.month = {{ last_published_month() }}
        or mrr.month = {{ add_months(last_published_month(), '-1 * settings.no_growth_months') }}
    group by mrr.customer_id
)

select
    cast(matrix.customer_id as string) as customer_id,
    cast(accounts.account_name as string) as customer_name,
    cast(accounts.owner_id as string) as owner_id,
    cast(matrix.revenue_ttm as decimal(18, 2)) as revenue_ttm,
    cast(matrix.potential_annual as decimal(18, 2)) as potential_annual,
    cast(contributions.cost_to_serve as decimal(18, 2)) as cost_to_serve,
    cast(contributions.contribution as decimal(18, 2)) as contribution,
    cast(coalesce(recurring.mrr, 0) as decimal(18, 2)) as mrr,
    cast(coalesce(recurring.mrr_before, 0) as decimal(18, 2)) as mrr_before
from {{ ref('int_customer_matrix') }} as matrix
inner join {{ ref('int_customer_contributions') }} as contributions
    on matrix.customer_id = contributions.customer_id
left join {{ ref('int_accounts') }} as accounts
    on matrix.customer_id = accounts.account_id
left join recurring
    on matrix.customer_id = recurring.customer_id
where
    matrix.quadrant = 'develop'
    and contributions.contribution < 0
    and coalesce(recurring.mrr, 0) <= coalesce(recurring.mrr_before, 0)
