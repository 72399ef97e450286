with

invoices as (
    select * from {{ ref('int_invoices') }}
    where amount > 0
),

-- What was paid before the invoice was known counts from its own day on.
states as (
    select
        changes.invoice_id,
        changes.valid_from,
        sum(changes.paid) as paid
    from (
        select
            invoice_id,
            invoice_date as valid_from,
            cast(0 as {{ type_amount() }}) as paid
        from invoices
        union all
        select
            payments.invoice_id,
            greatest(payments.paid_date, invoices.invoice_date) as valid_from,
            cast(payments.amount as {{ type_amount() }}) as paid
        from {{ ref('int_payments') }} as payments
        inner join invoices
            on payments.invoice_id = invoices.invoice_id
    ) as changes
    group by changes.invoice_id, changes.valid_from
),

balances as (
    select
        invoice_id,
        valid_from,
        lead(valid_from) over (partition by invoice_id order by valid_from asc) as next_from,
        sum(paid) over (
            partition by invoice_id order by valid_from asc rows between unbounded preceding and current row
        ) as paid_so_far
    from states
)

select
    invoices.invoice_id,
    invoices.account_id,
    invoices.currency,
    cast(invoices.amount - balances.paid_so_far as {{ type_amount() }}) as open_amount,
    invoices.due_date,
    balances.valid_from,
    least(
        coalesce(balances.next_from, {{ end_of_time() }}), coalesce(invoices.paid_date, {{ end_of_time() }})
    ) as valid_until
from balances
inner join invoices
    on balances.invoice_id = invoices.invoice_id
where
    balances.paid_so_far < invoices.amount
    and coalesce(invoices.paid_date > balances.valid_from, true)
