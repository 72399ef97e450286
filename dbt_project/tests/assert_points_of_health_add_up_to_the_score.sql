-- The points of the components of an account are its score, but for the rounding of the score to one decimal.
with

summed as (
    select
        account_id,
        {{ sum_of_ratios('points') }} as points
    from {{ ref('account_health_components') }}
    group by account_id
)

select
    present.account_id,
    present.score,
    summed.points
from {{ ref('account_health_today') }} as present
left join summed
    on present.account_id = summed.account_id
where
    (present.score is null) <> (summed.points is null)
    or abs(present.score - summed.points) > 0.0500001
