with

-- A reason explains the one occasion that it lies nearest to.
explained as (
    select
        occasions.event,
        occasions.customer_id,
        occasions.month,
        reasons.reason_id,
        reasons.reason_date,
        row_number() over (
            partition by reasons.reason_id
            order by
                abs({{ days_between('reasons.reason_date', month_end('occasions.month')) }}) asc,
                occasions.month asc,
                occasions.customer_id asc
        ) as nearest_first
    from {{ ref('int_reason_occasions') }} as occasions
    inner join {{ ref('int_customer_months') }} as customers
        on
            occasions.customer_id = customers.customer_id
            and occasions.month = customers.month
    cross join {{ ref('int_reason_settings') }} as settings
    inner join {{ ref('int_reasons') }} as reasons
        on
            customers.account_id = reasons.account_id
            and occasions.event = reasons.event
            and reasons.reason_date >= {{ add_days('occasions.month', '-1 * settings.days_before') }}
            and reasons.reason_date <= {{ add_days(month_end('occasions.month'), 'settings.days_after') }}
)

select
    event,
    customer_id,
    month,
    reason_id,
    row_number() over (
        partition by event, customer_id, month order by reason_date desc, reason_id desc
    ) = 1 as is_counted
from explained
where nearest_first = 1
