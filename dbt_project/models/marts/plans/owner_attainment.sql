with

targets as (
    select
        attained.*,
        coalesce(attained.owner_id, accounts.owner_id) as responsible_id,
        attained.metric not in ('nps', 'csat') as is_additive
    from {{ ref('target_attainment') }} as attained
    left join {{ ref('int_accounts') }} as accounts
        on attained.account_id = accounts.account_id
    where attained.level in ('account', 'owner')
),

-- A person with two targets of one metric and period has none that could be judged.
summed as (
    select
        responsible_id,
        metric,
        period_start,
        period_end,
        count(account_id) as account_targets,
        sum(case when level = 'account' and status = 'over' and is_reached is not null then 1 else 0 end)
            as account_targets_judged,
        sum(case when level = 'account' and status = 'over' and is_reached then 1 else 0 end)
            as account_targets_reached,
        sum(case when level = 'account' and is_additive then target end) as account_target,
        sum(case when level = 'account' and is_additive then actual end) as account_actual,
        sum(case when level = 'account' and is_additive and actual is not null then target end) as known_target,
        sum(case when level = 'owner' then 1 else 0 end) as personal_targets,
        max(case when level = 'owner' then target end) as personal_target,
        max(case when level = 'owner' then actual end) as personal_actual,
        max(case when level = 'owner' then attainment end) as personal_attainment
    from targets
    where responsible_id is not null
    group by responsible_id, metric, period_start, period_end
)

select
    cast(responsible_id as string) as owner_id,
    cast(metric as string) as metric,
    cast(account_targets as bigint) as account_targets,
    cast(account_targets_judged as bigint) as account_targets_judged,
    cast(account_targets_reached as bigint) as account_targets_reached,
    cast(account_target as decimal(18, 2)) as account_target,
    cast(account_actual as decimal(18, 2)) as account_actual,
    {{ safe_divide('account_actual', 'known_target') }} as account_attainment,
    cast(case when personal_targets = 1 then personal_target end as decimal(18, 2)) as personal_target,
    cast(case when personal_targets = 1 then personal_actual end as decimal(18, 2)) as personal_actual,
    case when personal_targets = 1 then personal_attainment end as personal_attainment,
    cast(period_start as date) as period_start,
    cast(period_end as date) as period_end
from summed
