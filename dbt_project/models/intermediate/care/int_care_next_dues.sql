with

-- What counts from a day that nobody knows is due at once.
counted_from as (
    select
        *,
        nullif(
            greatest(
                coalesce(last_contact, {{ beginning_of_time() }}),
                coalesce(customer_from, {{ beginning_of_time() }}),
                in_force_since
            ),
            {{ beginning_of_time() }}
        ) as counted_from
    from {{ ref('int_care_judgements') }}
    where
        is_today
        and is_in_force
),

dated as (
    select
        *,
        {{ due_after('counted_from', 1, 'window_months', 'min_count') }} as next_due
    from counted_from
)

select
    account_id,
    level,
    activity_type,
    segment,
    carer_id,
    coalesce(carer_id, account_id) as queue_id,
    basis,
    min_count,
    window_months,
    contacts_ever,
    last_contact,
    counted_from,
    next_due,
    coalesce(next_due < {{ as_of() }}, true) as is_overdue
from dated
