with

billed as (
    select
        unit_id,
        month,
        sum(amount) as billed_amount
    from (
        select
            account_id as unit_id,
            {{ month_of('invoice_date') }} as month,
            amount
        from {{ ref('int_invoice_balances') }}
        union all
        select
            'ALL' as unit_id,
            {{ month_of('invoice_date') }} as month,
            amount
        from {{ ref('int_invoice_balances') }}
    ) as units
    group by unit_id, month
),

receivable as (
    select
        unit_id,
        sum(open_amount) as open_amount
    from (
        select
            account_id as unit_id,
            open_amount
        from {{ ref('int_invoice_balances') }}
        union all
        select
            'ALL' as unit_id,
            open_amount
        from {{ ref('int_invoice_balances') }}
    ) as units
    group by unit_id
),

-- The newest month is used up first; what it leaves is held against the month before, and so on.
used_up as (
    select
        billed.unit_id,
        billed.month,
        billed.billed_amount,
        receivable.open_amount
        - coalesce(sum(billed.billed_amount) over (
            partition by billed.unit_id
            order by billed.month desc
            rows between unbounded preceding and 1 preceding
        ), 0) as left_open,
        case
            when billed.month = {{ month_of(as_of()) }} then day({{ as_of() }})
            else {{ days_in_month('billed.month') }}
        end as days,
        -- Months without billing use nothing up, and their days pass all the same.
        case
            when billed.month = {{ month_of(as_of()) }} then 0
            else {{ days_between(
                add_days(month_end('billed.month'), 1),
                'coalesce(lead(billed.month) over (partition by billed.unit_id order by billed.month asc), '
                ~ add_days(as_of(), 1) ~ ')'
            ) }}
        end as days_without_billing
    from billed
    inner join receivable
        on billed.unit_id = receivable.unit_id
    where billed.billed_amount > 0
)

select
    unit_id,
    sum(case
        when left_open <= 0 then 0
        when left_open >= billed_amount then days_without_billing + days
        else days_without_billing + {{ safe_divide('left_open', 'billed_amount') }} * days
    end) as dso_count_back
from used_up
group by unit_id
