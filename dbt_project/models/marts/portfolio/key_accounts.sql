with

present as (
    select
        states.*,
        decisions.reason,
        decisions.proposed_by,
        decisions.approved_by,
        decisions.consulted_units,
        decisions.next_review_date,
        coalesce(decisions.next_review_date < {{ as_of() }}, false) as is_review_overdue
    from {{ ref('int_key_account_states') }} as states
    left join {{ ref('int_key_account_decisions') }} as decisions
        on states.decision_id = decisions.decision_id
    where states.evaluated_on = {{ as_of() }}
),

newest_periods as (
    select
        *,
        row_number() over (partition by customer_id order by valid_from desc, valid_to desc nulls first) as newest_first
    from {{ ref('key_account_periods') }}
),

recurring as (
    select
        customer_id,
        sum(mrr) as mrr
    from {{ ref('mrr_months') }}
    where month = {{ last_published_month() }}
    group by customer_id
),

book as (
    select sum(case when revenue_ttm > 0 then revenue_ttm end) as revenue_of_all
    from {{ ref('int_customer_classes') }}
)

select
    cast(present.customer_id as string) as customer_id,
    cast(case
        when present.is_key_account and (present.is_below_exit or present.is_review_overdue) then 'under_review'
        when present.is_key_account then 'key'
        when
            present.has_other_criteria
            and (present.is_at_entry or present.is_declared or present.is_for)
            and coalesce(present.is_for, true)
            then 'candidate'
        else 'not_key'
    end as string) as status,
    present.score,
    present.coverage,
    cast(present.other_criteria_rated as int) as other_criteria_rated,
    present.mutual_commitment,
    present.is_key_account,
    present.is_declared,
    coalesce(present.is_declared, false) and not present.is_key_account as is_declared_only,
    present.is_review_overdue,
    cast(present.criteria_version as string) as criteria_version,
    cast(case when present.is_key_account then present.why_in end as string) as why_in,
    cast(case when not present.is_key_account then present.why_out end as string) as why_out,
    cast(present.decision as string) as decision,
    cast(present.reason as string) as decision_reason,
    cast(present.proposed_by as string) as proposed_by,
    cast(present.approved_by as string) as approved_by,
    cast(present.consulted_units as string) as consulted_units,
    cast(coalesce(recurring.mrr, 0) as decimal(18, 2)) as mrr,
    cast(classes.revenue_ttm as decimal(18, 2)) as revenue_ttm,
    {{ safe_divide('classes.revenue_ttm', 'book.revenue_of_all') }} as share_of_revenue,
    cast(present.decided_on as date) as decided_on,
    cast(present.next_review_date as date) as next_review_date,
    cast(newest_periods.valid_from as date) as valid_from,
    cast(newest_periods.valid_to as date) as valid_to
from present
cross join book
left join newest_periods
    on
        present.customer_id = newest_periods.customer_id
        and newest_periods.newest_first = 1
left join recurring
    on present.customer_id = recurring.customer_id
left join {{ ref('int_customer_classes') }} as classes
    on present.customer_id = classes.customer_id
