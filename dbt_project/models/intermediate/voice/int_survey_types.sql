with

types as (
    select
        survey_type,
        lowest_score,
        highest_score,
        top_score_from,
        bottom_score_to,
        value_method,
        measures,
        coalesce(is_higher_better, true) as is_higher_better,
        coalesce(is_customer, true) as is_customer
    from {{ ref('survey_types') }}
)

-- On a scale whose low end is the better one, good answers lie between that end and the first good one.
select
    survey_type,
    value_method,
    measures,
    lowest_score,
    highest_score,
    case when is_higher_better then top_score_from else lowest_score end as top_from,
    case when is_higher_better then highest_score else top_score_from end as top_to,
    case
        when bottom_score_to is not null and is_higher_better then lowest_score
        else bottom_score_to
    end as bottom_from,
    case
        when bottom_score_to is not null and not is_higher_better then highest_score
        else bottom_score_to
    end as bottom_to,
    is_higher_better,
    is_customer
from types
