-- The answers of the segments together are the answers of all customers; own staff are in none.
with

both_sides as (
    select
        month,
        survey_type,
        case when segment = 'ALL' then n else -1 * n end as answers
    from {{ ref('survey_scores') }}
    where is_customer
)

select
    month,
    survey_type,
    sum(answers) as unexplained
from both_sides
group by month, survey_type
having sum(answers) <> 0
