with

-- The newest decision on any account of the customer is the one that counts.
ranked as (
    select
        subjects.evaluated_on,
        subjects.customer_id,
        decisions.decision_id,
        decisions.decision,
        decisions.decided_on,
        row_number() over (
            partition by subjects.evaluated_on, subjects.customer_id
            order by decisions.decided_on desc, decisions.decision_id desc
        ) as newest_first
    from {{ ref('int_key_account_subjects') }} as subjects
    inner join {{ ref('int_key_account_decisions') }} as decisions
        on
            subjects.account_id = decisions.account_id
            and decisions.decided_on <= subjects.evaluated_on
)

select
    evaluated_on,
    customer_id,
    decision_id,
    decision,
    decided_on,
    decision in ('appoint', 'keep') as is_for
from ranked
where newest_first = 1
