select
    cast(response_id as string) as response_id,
    cast(account_id as string) as account_id,
    cast(survey_type as string) as survey_type,
    cast(wave as string) as wave,
    cast(exclusion_reason as string) as reason,
    cast(0 as int) as earlier_version,
    cast(sent_date as date) as sent_date,
    cast(response_date as date) as response_date
from {{ ref('int_surveys') }}
where exclusion_reason is not null
union all
select
    cast(response_id as string) as response_id,
    cast(account_id as string) as account_id,
    cast(survey_type as string) as survey_type,
    cast(wave as string) as wave,
    cast('rewritten' as string) as reason,
    cast(version_number as int) as earlier_version,
    cast(sent_date as date) as sent_date,
    cast(response_date as date) as response_date
from {{ ref('int_survey_rewrites') }}
