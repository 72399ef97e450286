select
    activities.activity_id,
    activities.account_id,
    activities.owner_id,
    coalesce(segments.segment, 'none') as segment,
    coalesce(accounts.relationship_stage, 'unknown') as relationship_stage,
    coalesce(lower(activities.channel), activities.activity_type) as channel,
    types.hours,
    types.hours * settings.hourly_cost_meeting as cost
from {{ ref('int_activities') }} as activities
inner join {{ ref('activity_types') }} as types
    on activities.activity_type = types.activity_type
inner join {{ ref('int_accounts') }} as accounts
    on activities.account_id = accounts.account_id
left join {{ ref('int_account_segments') }} as segments
    on activities.account_id = segments.account_id
cross join {{ ref('int_policy_settings') }} as settings
where
    activities.is_contact
    and activities.activity_date > {{ add_months(as_of(), -12) }}
