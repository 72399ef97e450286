select
    cast(account_id as string) as account_id,
    cast(sum(case when activity_type = 'training' then 1 else 0 end) as bigint) as trainings,
    cast(sum(case when activity_type = 'development_talk' then 1 else 0 end) as bigint) as development_talks,
    cast(count(distinct case when activity_type = 'training' then contact_id end) as bigint) as people_trained,
    cast({{ quarter_of('activity_date') }} as date) as quarter
from {{ ref('int_learning_activities') }}
group by account_id, {{ quarter_of('activity_date') }}
