-- Every answer with a score counts once or is excluded for one reason; what stood before an edit is one of its own.
with

sides as (
    select
        survey_type,
        1 as answers
    from {{ ref('int_survey_invitations') }}
    where score is not null
    union all
    select
        survey_type,
        1 as answers
    from {{ ref('int_survey_rewrites') }}
    union all
    select
        survey_type,
        -1 as answers
    from {{ ref('int_survey_answers') }}
    union all
    select
        survey_type,
        -1 * n as answers
    from {{ ref('survey_exclusions') }}
)

select
    survey_type,
    sum(answers) as unexplained
from sides
group by survey_type
having sum(answers) <> 0
