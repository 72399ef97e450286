with

-- The first end of the month of plans on or after the knowledge date.
deadlines as (
    select
        settings.*,
        case
            when {{ add_days(add_months(year_of(as_of()), 'settings.plan_deadline_month'), -1) }} >= {{ as_of() }}
                then {{ add_days(add_months(year_of(as_of()), 'settings.plan_deadline_month'), -1) }}
            else {{ add_days(add_months(year_of(as_of()), 'settings.plan_deadline_month + 12'), -1) }}
        end as next_deadline
    from {{ ref('int_plan_settings') }} as settings
),

-- Of several revenue targets that run, the one that ends last stands for the account.
revenue_targets as (
    select
        account_id,
        target,
        attainment,
        row_number() over (partition by account_id order by period_end desc, target_id asc) as last_first
    from {{ ref('target_attainment') }}
    where
        level = 'account'
        and metric = 'revenue'
        and status = 'running'
),

measured as (
    select
        plans.*,
        deadlines.next_deadline,
        deadlines.plan_stale_days,
        deadlines.plan_horizon_years_minimum,
        deadlines.plan_horizon_years_maximum,
        deadlines.plan_contributors_minimum,
        (
            {%- for part in plan_parts() %}
            {% if not loop.first %}+ {% endif %}case when plans.has_{{ part }} then 1 else 0 end
            {%- endfor %}
        ) / {{ divisor('8.0') }} as completeness,
        {{
            months_between_months('plans.plan_start', add_days('plans.plan_end', 1)) ~ ' / ' ~ divisor('12.0')
        }} as horizon_years,
        {{ days_between('plans.updated_on', as_of()) }} as days_since_update
    from {{ ref('int_account_plans') }} as plans
    cross join deadlines
)

select
    cast(measured.plan_id as string) as plan_id,
    cast(measured.account_id as string) as account_id,
    cast(measured.outlook as string) as outlook,
    cast(measured.value_promise as string) as value_promise,
    cast(measured.participants as string) as participants,
    cast(measured.completeness as double) as completeness,
    cast(measured.horizon_years as double) as horizon_years,
    cast(measured.contributors as int) as contributors,
    cast(measured.days_since_update as int) as days_since_update,
    cast(work.goals as bigint) as goals,
    cast(work.open_goals as bigint) as open_goals,
    cast(work.open_actions as bigint) as open_actions,
    cast(work.overdue_actions as bigint) as overdue_actions,
    work.action_completion_rate,
    cast(targets.target as decimal(18, 2)) as revenue_target,
    targets.attainment as revenue_attainment,
    {%- for part in plan_parts() %}
    measured.has_{{ part }},
    {%- endfor %}
    measured.customer_contributed,
    measured.is_in_force,
    measured.is_current,
    measured.days_since_update > measured.plan_stale_days as is_stale,
    measured.horizon_years < measured.plan_horizon_years_minimum
    or measured.horizon_years > measured.plan_horizon_years_maximum as is_outside_horizon,
    measured.contributors >= measured.plan_contributors_minimum as is_made_together,
    work.goals = 0 or work.open_actions = 0 as lacks_goal_or_open_action,
    measured.next_review_date < {{ as_of() }} as is_review_overdue,
    measured.updated_on > {{ add_months('measured.next_deadline', -12) }} as is_updated_for_deadline,
    measured.is_in_force and measured.playbook_done_on is not null as is_playbook_done,
    cast(measured.plan_start as date) as plan_start,
    cast(measured.plan_end as date) as plan_end,
    cast(measured.updated_on as date) as updated_on,
    cast(measured.shared_on as date) as shared_on,
    cast(measured.playbook_done_on as date) as playbook_done_on,
    cast(measured.next_review_date as date) as next_review_date,
    cast(measured.next_deadline as date) as next_deadline
from measured
inner join {{ ref('int_plan_work') }} as work
    on measured.plan_id = work.plan_id
left join revenue_targets as targets
    on
        measured.account_id = targets.account_id
        and targets.last_first = 1
