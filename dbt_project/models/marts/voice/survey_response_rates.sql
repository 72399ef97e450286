with

grouped as (
    select
        survey_type,
        wave,
        coalesce(segment, 'none') as segment,
        is_decision_maker,
        has_answered
    from {{ ref('int_survey_invitees') }}
    where is_customer
    union all
    select
        survey_type,
        wave,
        'ALL' as segment,
        is_decision_maker,
        has_answered
    from {{ ref('int_survey_invitees') }}
),

counted as (
    select
        survey_type,
        wave,
        segment,
        count(*) as sent,
        sum(case when has_answered then 1 else 0 end) as answered,
        sum(case when is_decision_maker then 1 else 0 end) as decision_makers_sent,
        sum(case when is_decision_maker and has_answered then 1 else 0 end) as decision_makers_answered
    from grouped
    group by survey_type, wave, segment
)

select
    cast(survey_type as string) as survey_type,
    cast(wave as string) as wave,
    cast(segment as string) as segment,
    cast(sent as bigint) as sent,
    cast(answered as bigint) as answered,
    cast(decision_makers_sent as bigint) as decision_makers_sent,
    cast(decision_makers_answered as bigint) as decision_makers_answered,
    {{ safe_divide('answered', 'sent') }} as response_rate,
    {{ safe_divide('decision_makers_answered', 'decision_makers_sent') }} as decision_maker_response_rate
from counted
