with

parts as (
    select
        payments.invoice_id,
        payments.paid_date,
        payments.amount,
        sum(payments.amount) over (
            partition by payments.invoice_id
            order by payments.paid_date asc, payments.payment_id asc
            rows between unbounded preceding and current row
        ) as paid_so_far
    from {{ ref('int_payments') }} as payments
),

payments as (
    select
        parts.invoice_id,
        sum(parts.amount) as paid_in_parts,
        min(case when parts.paid_so_far >= invoices.amount then parts.paid_date end) as made_up_on
    from parts
    inner join {{ ref('int_invoices') }} as invoices
        on parts.invoice_id = invoices.invoice_id
    group by parts.invoice_id
),

settled as (
    select
        invoices.*,
        coalesce(payments.paid_in_parts, 0) as paid_in_parts,
        -- The day of full payment that the invoice states wins; else the day on which the parts made it up.
        case
            when invoices.paid_date is not null then invoices.paid_date
            when invoices.amount > 0 and payments.paid_in_parts >= invoices.amount then payments.made_up_on
        end as settled_on
    from {{ ref('int_invoices') }} as invoices
    left join payments
        on invoices.invoice_id = payments.invoice_id
)

select
    settled.invoice_id,
    settled.account_id,
    settled.invoice_date,
    settled.due_date,
    settled.settled_on,
    {{ convert_amount('settled.amount', 'rates.rate') }} as amount,
    case
        when settled.settled_on is null
            then {{ convert_amount('settled.amount - settled.paid_in_parts', 'rates.rate') }}
        else 0
    end as open_amount,
    case
        when settled.amount > 0 and settled.paid_in_parts > settled.amount
            then {{ convert_amount('settled.paid_in_parts - settled.amount', 'rates.rate') }}
        else 0
    end as overpaid_amount,
    settled.settled_on is null and settled.due_date < {{ as_of() }} as is_overdue,
    {{ days_between('settled.due_date', as_of()) }} as days_past_due,
    case
        when settled.settled_on > settled.due_date then {{ days_between('settled.due_date', 'settled.settled_on') }}
        when settled.settled_on is not null then 0
    end as days_late
from settled
left join {{ ref('int_latest_rates') }} as rates
    on settled.currency = rates.currency
