with

units as (
    select
        *,
        account_id as unit_id
    from {{ ref('feature_requests') }}
    union all
    select
        *,
        'ALL' as unit_id
    from {{ ref('feature_requests') }}
)

select
    cast(unit_id as string) as account_id,
    cast(count(*) as bigint) as requests,
    cast(sum(case when is_answered then 1 else 0 end) as bigint) as answered,
    cast(sum(case when is_answer_overdue then 1 else 0 end) as bigint) as answers_overdue,
    cast(sum(case when need_confirmed then 1 else 0 end) as bigint) as needs_confirmed,
    {{ safe_divide('sum(case when is_answered then 1 else 0 end)', 'count(*)') }} as answer_rate,
    {{ safe_divide('sum(days_to_answer)', 'count(days_to_answer)') }} as mean_days_to_answer
from units
group by unit_id
