with

-- A renewal is known once both are: that the one contract ends and that the other follows.
followed as (
    select
        contracts.subscription_id,
        later.subscription_id as succeeded_by,
        greatest(later.signed_date, coalesce(contracts.notice_date, later.signed_date)) as renewed_on
    from {{ ref('int_recurring_contracts') }} as contracts
    cross join {{ ref('int_policy_settings') }} as settings
    inner join {{ ref('int_recurring_contracts') }} as later
        on
            {{ takes_over('later', 'contracts', 'contracts.end_date') }}
)

select
    subscription_id,
    succeeded_by,
    renewed_on
from (
    select
        *,
        row_number() over (partition by subscription_id order by renewed_on asc, succeeded_by asc) as earliest_first
    from followed
) as ranked
where earliest_first = 1
