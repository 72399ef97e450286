with

held as (
    select
        learning.month,
        coalesce(segments.segment, 'none') as segment,
        learning.account_id,
        learning.activity_type
    from {{ ref('int_learning_activities') }} as learning
    left join {{ ref('int_account_segment_spans') }} as segments
        on
            learning.account_id = segments.account_id
            and learning.activity_date >= segments.valid_from
            and learning.activity_date < segments.valid_until
),

parts as (
    {%- for segment in ['segment', "'ALL'"] %}
    select
        month,
        {{ segment }} as segment_shown,
        account_id,
        0 as is_paying,
        cast(null as int) as is_trained,
        case when activity_type = 'training' then 1 else 0 end as is_training,
        case when activity_type = 'development_talk' then 1 else 0 end as is_talk
    from held
    union all
    select
        month,
        {{ segment }} as segment_shown,
        account_id,
        1 as is_paying,
        case when is_judged then is_trained end as is_trained,
        0 as is_training,
        0 as is_talk
    from {{ ref('int_trained_months') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast(segment_shown as string) as segment,
    cast(sum(is_training) as bigint) as trainings,
    cast(sum(is_talk) as bigint) as development_talks,
    cast(count(distinct case when is_training = 1 then account_id end) as bigint) as accounts_trained_in_month,
    cast(sum(is_paying) as bigint) as paying_accounts,
    cast(sum(is_trained) as bigint) as paying_accounts_trained,
    {{ safe_divide('sum(is_trained)', 'count(is_trained)') }} as share_trained,
    cast(month as date) as month
from parts
where month <= {{ last_published_month() }}
group by segment_shown, month
