-- A failure that the policy gives to no touchpoint is counted at none; a request that failed twice is one.
select
    failures.account_id,
    coalesce(segments.segment, 'none') as segment,
    coalesce(particular.touchpoint, usual.touchpoint) as touchpoint,
    failures.source_id,
    max(case when failures.failure = 'complaint' then 1 else 0 end) as is_complaint,
    max(case when failures.failure = 'late_solution' then 1 else 0 end) as is_late_solution,
    max(case when failures.failure = 'low_score' then 1 else 0 end) as is_low_score,
    max(case when failures.failure = 'care_missed' then 1 else 0 end) as is_care_missed,
    max(case when failures.failure = 'late_payment' then 1 else 0 end) as is_late_payment,
    max(case when failures.failure = 'hand_over_late' then 1 else 0 end) as is_late_hand_over
from {{ ref('int_account_failures') }} as failures
cross join {{ ref('int_journey_settings') }} as settings
left join {{ ref('touchpoint_failures') }} as particular
    on
        failures.failure = particular.failure
        and failures.category = particular.category
left join {{ ref('touchpoint_failures') }} as usual
    on
        failures.failure = usual.failure
        and usual.category is null
left join {{ ref('int_account_segment_spans') }} as segments
    on
        failures.account_id = segments.account_id
        and failures.failed_on >= segments.valid_from
        and failures.failed_on < segments.valid_until
where
    failures.failed_on > {{ add_months(as_of(), '-1 * settings.journey_months') }}
    and coalesce(particular.touchpoint, usual.touchpoint) is not null
group by
    failures.account_id,
    coalesce(segments.segment, 'none'),
    coalesce(particular.touchpoint, usual.touchpoint),
    failures.source_id
