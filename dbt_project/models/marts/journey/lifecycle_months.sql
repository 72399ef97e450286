with

stages as (
    select
        months.month,
        spans.account_id,
        spans.stage,
        spans.is_return,
        spans.valid_from,
        lag(spans.stage) over (partition by spans.account_id order by months.month asc) as previous_stage
    from {{ ref('int_lifecycle_spans') }} as spans
    inner join {{ ref('int_published_months') }} as months
        on
            spans.valid_from <= months.month_end
            and spans.valid_until > months.month_end
)

select
    cast(stages.account_id as string) as account_id,
    cast(stages.stage as string) as stage,
    cast(stages.previous_stage as string) as previous_stage,
    cast(case when stages.is_return then named.wider_stage_on_return else named.wider_stage end as string)
        as wider_stage,
    coalesce(stages.stage <> stages.previous_stage, false) as is_transition,
    case when stages.stage <> stages.previous_stage then allowed.stage is not null end as is_allowed,
    cast(stages.valid_from as date) as stage_since,
    cast(stages.month as date) as month
from stages
left join {{ ref('lifecycle_stages') }} as named
    on stages.stage = named.stage
left join {{ ref('lifecycle_transitions') }} as allowed
    on
        stages.previous_stage = allowed.stage_before
        and stages.stage = allowed.stage
