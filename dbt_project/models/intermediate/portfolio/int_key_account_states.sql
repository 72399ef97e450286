with

judged as (
    select
        scores.*,
        settings.entry_score,
        settings.exit_score,
        rulings.decision_id,
        rulings.decision,
        rulings.decided_on,
        rulings.is_for,
        scores.other_criteria_rated >= settings.other_criteria_minimum as has_other_criteria,
        coalesce(scores.mutual_commitment, false)
        and scores.other_criteria_rated >= settings.other_criteria_minimum as meets_conditions
    from {{ ref('int_key_account_scores') }} as scores
    cross join {{ ref('int_portfolio_settings') }} as settings
    left join {{ ref('int_key_account_rulings') }} as rulings
        on
            scores.evaluated_on = rulings.evaluated_on
            and scores.customer_id = rulings.customer_id
),

-- Between the two scores nothing happens: the last date on which something did decides.
remembered as (
    select
        *,
        max(case when meets_conditions and score >= entry_score then evaluated_on end) over (
            partition by customer_id
            order by evaluated_on asc
            rows between unbounded preceding and current row
        ) as last_in,
        max(case when not meets_conditions or coalesce(score < exit_score, true) then evaluated_on end) over (
            partition by customer_id
            order by evaluated_on asc
            rows between unbounded preceding and current row
        ) as last_out
    from judged
),

states as (
    select
        *,
        coalesce(last_in > last_out, last_in is not null) as is_key_by_score
    from remembered
)

-- A decision goes before the score, but nobody can decide for the customer or on size alone.
select
    evaluated_on,
    customer_id,
    criteria_version,
    score,
    coverage,
    other_criteria_rated,
    mutual_commitment,
    is_declared,
    has_other_criteria,
    decision_id,
    decision,
    decided_on,
    is_for,
    is_key_by_score,
    meets_conditions and coalesce(is_for, is_key_by_score) as is_key_account,
    coalesce(score < exit_score, true) as is_below_exit,
    coalesce(score >= entry_score, false) as is_at_entry,
    case
        when is_for then 'decision to ' || decision || ', the customer agrees'
        else
            'score ' || cast(cast(floor(score) as int) as string) || ' of 100, '
            || cast(other_criteria_rated as string) || ' criteria beside size are rated, the customer agrees'
    end as why_in,
    case
        when not is_for then 'decision to ' || decision
        when mutual_commitment is null then 'the customer has not been asked'
        when not mutual_commitment then 'the customer has not agreed'
        when not has_other_criteria
            then cast(other_criteria_rated as string) || ' criteria beside size are rated, which is too few'
        when score is null then 'nothing is known to score'
        when score < exit_score then 'score ' || cast(cast(floor(score) as int) as string) || ' is below the exit score'
        else 'score ' || cast(cast(floor(score) as int) as string) || ' has not reached the entry score'
    end as why_out
from states
