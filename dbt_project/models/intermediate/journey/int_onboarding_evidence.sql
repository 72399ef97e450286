{%- set found = [
    ('contract_signed', "''", 'signed_date', ref('int_recurring_contracts'), 'true'),
    ('personal_contact', "''", 'activity_date', 'activities', 'is_contact'),
    ('csm_contact', "''", 'activity_date', 'activities', 'is_contact and is_by_manager'),
    ('activity', 'activity_type', 'activity_date', 'activities', 'true'),
    ('activity', 'touchpoint', 'activity_date', 'activities', 'touchpoint <> activity_type'),
    ('ticket_solved', 'lower(category)', 'solved_on', ref('int_tickets'), 'true'),
    ('project_done', 'lower(project_name)', 'done_on', ref('int_projects'), 'true'),
    ('goal_set', "''", 'set_on', ref('int_plan_goals'), 'true'),
    ('first_use', "''", 'used_on', ref('int_usage_months'), 'true'),
    ('first_value', "''", 'happened_on', ref('int_first_values'), 'true'),
] -%}
with

activities as (
    select
        activities.account_id,
        lower(activities.activity_type) as activity_type,
        lower(activities.touchpoint) as touchpoint,
        activities.activity_date,
        activities.is_contact,
        coalesce(activities.owner_id = teams.value, false) as is_by_manager
    from {{ ref('int_activities') }} as activities
    left join {{ ref('int_version_periods') }} as teams
        on
            activities.account_id = teams.account_id
            and teams.attribute = 'csm'
            and coalesce(activities.activity_date >= teams.valid_from, true)
            and coalesce(activities.activity_date <= teams.valid_to, true)
    where
        activities.status = 'done'
        and not activities.is_mass
        and activities.activity_date <= {{ as_of() }}
),

found as (
    {%- for evidence, name, day, relation, condition in found %}
    select
        account_id,
        '{{ evidence }}' as evidence,
        {{ name }} as name,
        {{ day }} as happened_on
    from {{ relation }}
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

-- What no step of the plan asks for is no evidence.
select distinct
    found.account_id,
    plan.step,
    found.happened_on
from found
inner join {{ ref('onboarding_plan') }} as plan
    on
        found.evidence = plan.evidence
        and found.name = coalesce(lower(plan.name), '')
where found.happened_on is not null
