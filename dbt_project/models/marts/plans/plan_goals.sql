with

-- Goals of one kind at one account follow each other; those that begin on one day are pursued together.
ordered as (
    select
        *,
        dense_rank() over (
            partition by account_id, coalesce(goal_type, ''), coalesce(parent_goal_id, '')
            order by starts_on asc nulls last
        ) as turn
    from {{ ref('int_plan_goals') }}
),

turns as (
    select
        account_id,
        coalesce(goal_type, '') as goal_type,
        coalesce(parent_goal_id, '') as parent_goal_id,
        turn,
        count(*) as goals,
        count(acknowledged_on) as acknowledged_goals,
        max(acknowledged_on) as last_acknowledged_on
    from ordered
    group by account_id, coalesce(goal_type, ''), coalesce(parent_goal_id, ''), turn
),

joined as (
    select
        ordered.*,
        earlier.turn is not null
        and coalesce(ordered.starts_on <= {{ as_of() }}, false)
        and (
            earlier.acknowledged_goals < earlier.goals
            or earlier.last_acknowledged_on > ordered.starts_on
        ) as starts_before_acknowledged
    from ordered
    left join turns as earlier
        on
            ordered.account_id = earlier.account_id
            and coalesce(ordered.goal_type, '') = earlier.goal_type
            and coalesce(ordered.parent_goal_id, '') = earlier.parent_goal_id
            and ordered.turn = earlier.turn + 1
)

select
    cast(goal_id as string) as goal_id,
    cast(plan_id as string) as plan_id,
    cast(account_id as string) as account_id,
    cast(parent_goal_id as string) as parent_goal_id,
    cast(goal_name as string) as goal_name,
    cast(goal_type as string) as goal_type,
    cast(measure as string) as measure,
    cast(horizon as string) as horizon,
    cast(version as bigint) as version,
    cast(baseline as decimal(18, 2)) as baseline,
    cast(target as decimal(18, 2)) as target,
    cast(actual as decimal(18, 2)) as actual,
    {{ safe_divide('actual - baseline', 'target - baseline') }} as attainment,
    cast(promised_benefit as decimal(18, 2)) as promised_benefit,
    cast(realised_benefit as decimal(18, 2)) as realised_benefit,
    {{ safe_divide('realised_benefit', 'promised_benefit') }} as benefit_share,
    achieved_on is null and coalesce(due_date < {{ as_of() }}, false) as is_overdue,
    achieved_on is null and coalesce(review_date < {{ as_of() }}, false) as is_review_overdue,
    achieved_on is not null and acknowledged_on is null as awaits_acknowledgement,
    starts_before_acknowledged,
    cast(set_on as date) as set_on,
    cast(starts_on as date) as starts_on,
    cast(due_date as date) as due_date,
    cast(review_date as date) as review_date,
    cast(achieved_on as date) as achieved_on,
    cast(acknowledged_on as date) as acknowledged_on
from joined
