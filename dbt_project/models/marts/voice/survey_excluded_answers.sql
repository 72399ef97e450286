select
    cast(response_id as string) as response_id,
    cast(account_id as string) as account_id,
    cast(survey_type as string) as survey_type,
    cast(wave as string) as wave,
    cast(exclusion_reason as string) as reason,
    cast(sent_date as date) as sent_date,
    cast(response_date as date) as response_date
from {{ ref('int_surveys') }}
where exclusion_reason is not null
