select
    survey_type,
    reason,
    cast(count(*) as bigint) as n,
    cast(max(response_date) as date) as newest_date
from {{ ref('survey_excluded_answers') }}
group by survey_type, reason
