with

summed as (
    select
        metric,
        period_start,
        period_end,
        sum(case when level = 'company' then 1 else 0 end) as company_targets,
        max(case when level = 'company' then target end) as company_target,
        count(distinct account_id) as accounts,
        sum(case when level = 'account' then target else 0 end) as account_targets,
        sum(case when level = 'owner' then target else 0 end) as owner_targets
    from {{ ref('int_targets') }}
    where is_additive
    group by metric, period_start, period_end
),

judged as (
    select
        *,
        case when company_targets = 1 then company_target end as the_company_target
    from summed
)

select
    cast(metric as string) as metric,
    cast(the_company_target as decimal(18, 2)) as company_target,
    cast(account_targets as decimal(18, 2)) as account_targets,
    cast(owner_targets as decimal(18, 2)) as owner_targets,
    cast(the_company_target - account_targets as decimal(18, 2)) as difference,
    cast(company_targets as bigint) as company_targets,
    cast(accounts as bigint) as accounts,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end
from judged
