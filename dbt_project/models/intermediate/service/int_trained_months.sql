with

-- Where the records of activities do not reach back a whole window, nobody can say who was not trained.
records as (
    select
        {{ month_of('min(activities.activity_date)') }} as first_month,
        max(settings.training_months) as training_months
    from {{ ref('int_activities') }} as activities
    cross join {{ ref('int_service_settings') }} as settings
    where activities.status = 'done'
)

-- Accounts that pay at the end of a month, in the segment of that day.
select
    mrr.month,
    mrr.account_id,
    coalesce(segments.segment, 'none') as segment,
    coalesce({{ add_months('mrr.month', '1 - records.training_months') }} >= records.first_month, false) as is_judged,
    max(case when learning.account_id is not null then 1 else 0 end) as is_trained
from {{ ref('mrr_months') }} as mrr
cross join records
left join {{ ref('int_account_segment_spans') }} as segments
    on
        mrr.account_id = segments.account_id
        and {{ month_end('mrr.month') }} >= segments.valid_from
        and {{ month_end('mrr.month') }} < segments.valid_until
left join {{ ref('int_learning_activities') }} as learning
    on
        mrr.account_id = learning.account_id
        and learning.activity_type = 'training'
        and learning.month <= mrr.month
        and learning.month > {{ add_months('mrr.month', '-1 * records.training_months') }}
where mrr.mrr > 0
group by
    mrr.month,
    mrr.account_id,
    coalesce(segments.segment, 'none'),
    coalesce({{ add_months('mrr.month', '1 - records.training_months') }} >= records.first_month, false)
