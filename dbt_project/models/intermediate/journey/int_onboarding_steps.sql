with

done as (
    select
        lives.account_id,
        lives.life_number,
        evidence.step,
        min(evidence.happened_on) as done_on
    from {{ ref('int_customer_lives') }} as lives
    inner join {{ ref('int_onboarding_evidence') }} as evidence
        on
            lives.account_id = evidence.account_id
            and evidence.happened_on >= lives.signed_on
            and evidence.happened_on < lives.valid_until
    where lives.is_start_seen
    group by lives.account_id, lives.life_number, evidence.step
),

-- What no account was ever seen to do, no source tells of.
told as (
    select distinct step
    from {{ ref('int_onboarding_evidence') }}
),

planned as (
    select
        lives.account_id,
        lives.life_number,
        lives.started_on,
        lives.is_current,
        plan.step,
        plan.evidence,
        told.step is not null as is_told,
        {{ add_days('lives.started_on', 'plan.due_days') }} as due_on
    from {{ ref('int_customer_lives') }} as lives
    left join {{ ref('int_account_segment_spans') }} as segments
        on
            lives.account_id = segments.account_id
            and lives.started_on >= segments.valid_from
            and lives.started_on < segments.valid_until
    inner join {{ ref('onboarding_plan') }} as plan
        on coalesce(plan.segment = segments.segment, plan.segment is null)
    left join told
        on plan.step = told.step
    where lives.is_start_seen
)

select
    planned.account_id,
    planned.life_number,
    planned.step,
    planned.evidence,
    case
        when not planned.is_told then null
        when done.done_on <= planned.due_on then 'done'
        when done.done_on is not null then 'late'
        when not planned.is_current then 'ended'
        when planned.due_on < {{ as_of() }} then 'overdue'
        else 'open'
    end as status,
    planned.started_on,
    planned.due_on,
    done.done_on
from planned
left join done
    on
        planned.account_id = done.account_id
        and planned.life_number = done.life_number
        and planned.step = done.step
