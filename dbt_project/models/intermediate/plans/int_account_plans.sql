with

sources as (
    {{ union_sources('account_plans') }}
),

-- A plan is known from its last update; what it said before that is not kept.
known as (
    select
        sources.plan_id,
        sources.account_id,
        sources.outlook,
        sources.value_promise,
        sources.participants,
        {{ count_entries('sources.contributors') }} as contributors,
        sources.customer_contributed,
        {%- for part in plan_parts() %}
        coalesce(trim(sources.{{ part }}) <> '', false) as has_{{ part }},
        {%- endfor %}
        coalesce(sources.plan_start <= {{ as_of() }}, true)
        and coalesce(sources.plan_end >= {{ as_of() }}, true) as is_in_force,
        sources.plan_start,
        sources.plan_end,
        case when sources.shared_on <= {{ as_of() }} then sources.shared_on end as shared_on,
        case when sources.playbook_done_on <= {{ as_of() }} then sources.playbook_done_on end as playbook_done_on,
        sources.updated_on,
        sources.next_review_date
    from sources
    inner join {{ ref('int_accounts') }} as accounts
        on sources.account_id = accounts.account_id
    where
        not sources.is_deleted
        and coalesce(sources.updated_on <= {{ as_of() }}, true)
),

ranked as (
    select
        *,
        row_number() over (
            partition by account_id, is_in_force
            order by plan_start desc nulls last, updated_on desc nulls last, plan_id asc
        ) as newest_first
    from known
)

select
    plan_id,
    account_id,
    outlook,
    value_promise,
    participants,
    contributors,
    {%- for part in plan_parts() %}
    has_{{ part }},
    {%- endfor %}
    customer_contributed,
    is_in_force,
    is_in_force and newest_first = 1 as is_current,
    plan_start,
    plan_end,
    shared_on,
    playbook_done_on,
    updated_on,
    next_review_date
from ranked
