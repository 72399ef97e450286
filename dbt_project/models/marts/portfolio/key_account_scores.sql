with

-- Whoever is declared, has agreed, was decided on or is rated in anything is shown with all criteria, missing or not.
considered as (
    select
        scores.customer_id,
        scores.evaluated_on
    from {{ ref('int_key_account_scores') }} as scores
    left join {{ ref('int_key_account_rulings') }} as rulings
        on
            scores.customer_id = rulings.customer_id
            and scores.evaluated_on = rulings.evaluated_on
    where
        scores.evaluated_on = {{ as_of() }}
        and (
            scores.other_criteria_rated > 0
            or scores.mutual_commitment
            or scores.is_declared
            or rulings.decision_id is not null
        )
)

select
    cast(considered.customer_id as string) as customer_id,
    cast(criteria.criterion as string) as criterion,
    cast(criteria.criterion_group as string) as criterion_group,
    cast(criteria.source as string) as source,
    cast(points.rated_by as string) as rated_by,
    cast(points.value as double) as value,
    points.points,
    cast(criteria.weight as double) as weight,
    criteria.is_size,
    points.criterion is null as is_missing,
    points.criterion is not null and points.points is null as is_off_scale,
    cast(points.rated_on as date) as rated_on
from considered
inner join {{ ref('key_account_criteria') }} as criteria
    on
        (criteria.valid_from <= considered.evaluated_on or criteria.valid_from is null)
        and (criteria.valid_to > considered.evaluated_on or criteria.valid_to is null)
left join {{ ref('int_key_account_points') }} as points
    on
        considered.customer_id = points.customer_id
        and considered.evaluated_on = points.evaluated_on
        and criteria.criterion = points.criterion
