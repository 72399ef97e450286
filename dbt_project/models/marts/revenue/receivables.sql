with

settings as (
    select * from {{ ref('int_policy_settings') }}
),

units as (
    select
        *,
        account_id as unit_id
    from {{ ref('int_invoice_balances') }}
    union all
    select
        *,
        'ALL' as unit_id
    from {{ ref('int_invoice_balances') }}
),

summed as (
    select
        units.unit_id,
        settings.dso_days,
        sum(units.open_amount) as open_amount,
        sum(case when units.is_overdue then units.open_amount else 0 end) as overdue_amount,
        sum(units.overpaid_amount) as overpaid_amount,
        max(case when units.is_overdue and units.open_amount > 0 then units.days_past_due end) as max_days_overdue,
        sum(case when units.days_late is not null and units.amount > 0 then units.amount * units.days_late end)
            as late_amount_days,
        sum(case when units.days_late is not null and units.amount > 0 then units.amount end) as paid_amount,
        sum(case
            when units.invoice_date > {{ add_days(as_of(), '-1 * settings.dso_days') }} then units.amount else 0
        end) as billed_amount
    from units
    cross join settings
    group by units.unit_id, settings.dso_days
)

select
    cast(summed.unit_id as string) as account_id,
    cast(summed.open_amount as decimal(18, 2)) as open_amount,
    cast(summed.overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(summed.overpaid_amount as decimal(18, 2)) as overpaid_amount,
    cast(summed.max_days_overdue as int) as max_days_overdue,
    {{ safe_divide('summed.late_amount_days', 'summed.paid_amount') }} as avg_days_late,
    case
        when summed.billed_amount > 0
            then {{ safe_divide('summed.open_amount', 'summed.billed_amount') }} * summed.dso_days
    end as dso,
    counted_back.dso_count_back
from summed
left join {{ ref('int_dso_count_back') }} as counted_back
    on summed.unit_id = counted_back.unit_id
