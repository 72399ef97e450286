select
    dates.judged_on,
    dates.is_today,
    versions.account_id,
    spans.segment,
    versions.owner_id,
    versions.csm_id,
    versions.executive_sponsor_id,
    coalesce(versions.owner_id, versions.csm_id) as carer_id,
    tenures.customer_from
from {{ ref('int_care_dates') }} as dates
inner join {{ ref('int_account_versions') }} as versions
    on
        (versions.known_from <= dates.judged_on or versions.known_from is null)
        and (versions.known_until > dates.judged_on or versions.known_until is null)
inner join {{ ref('int_account_segment_spans') }} as spans
    on
        versions.account_id = spans.account_id
        and spans.valid_from <= dates.judged_on
        and spans.valid_until > dates.judged_on
inner join {{ ref('int_account_tenures') }} as tenures
    on versions.account_id = tenures.account_id
left join {{ ref('relationship_stages') }} as stages
    on lower(versions.relationship_stage) = stages.relationship_stage
where
    tenures.is_customer
    and coalesce(tenures.customer_from <= dates.judged_on, true)
    and not versions.is_deleted
    and not coalesce(stages.is_lost, false)
