select
    cast(survey_type as string) as survey_type,
    cast(exclusion_reason as string) as reason,
    cast(count(*) as bigint) as n,
    cast(max(response_date) as date) as newest_date
from {{ ref('int_surveys') }}
where exclusion_reason is not null
group by survey_type, exclusion_reason
