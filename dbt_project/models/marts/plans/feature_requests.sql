with

measured as (
    select
        *,
        status <> 'open' or answered_on is not null as is_answered,
        {{ days_between('requested_on', 'answered_on') }} as days_to_answer,
        {{ days_between('requested_on', as_of()) }} as days_since_request
    from {{ ref('int_feature_requests') }}
)

select
    cast(measured.request_id as string) as request_id,
    cast(measured.account_id as string) as account_id,
    cast(measured.wish as string) as wish,
    cast(measured.status as string) as status,
    cast(measured.days_to_answer as int) as days_to_answer,
    cast(case when not measured.is_answered then measured.days_since_request end as int) as days_waiting,
    measured.is_answered,
    not measured.is_answered
    and coalesce(measured.days_since_request > settings.feature_request_answer_days, false) as is_answer_overdue,
    measured.need_confirmed,
    cast(measured.requested_on as date) as requested_on,
    cast(measured.answered_on as date) as answered_on
from measured
cross join {{ ref('int_plan_settings') }} as settings
