with

payments as (
    select
        payments.invoice_id,
        payments.paid_date,
        sum(payments.amount) as amount
    from ({{ union_sources('payments') }}) as payments
    where
        not payments.is_deleted
        and payments.paid_date <= {{ as_of() }}
    group by payments.invoice_id, payments.paid_date
),

-- What was paid is added up day by day: a part paid back opens the invoice again, and nobody knew of it before.
changes as (
    select
        invoice_id,
        account_id,
        amount,
        due_date,
        paid_date as stated_on,
        invoice_date as changed_on,
        cast(0 as {{ type_amount() }}) as paid
    from {{ ref('int_invoices') }}
    where
        amount > 0
        and due_date is not null
    union all
    select
        invoices.invoice_id,
        invoices.account_id,
        invoices.amount,
        invoices.due_date,
        invoices.paid_date as stated_on,
        greatest(payments.paid_date, invoices.invoice_date) as changed_on,
        payments.amount as paid
    from {{ ref('int_invoices') }} as invoices
    inner join payments
        on invoices.invoice_id = payments.invoice_id
    where
        invoices.amount > 0
        and invoices.due_date is not null
),

states as (
    select
        *,
        sum(paid) over (
            partition by invoice_id order by changed_on asc, paid asc
            rows between unbounded preceding and current row
        ) as paid_so_far,
        lead(changed_on) over (partition by invoice_id order by changed_on asc, paid asc) as next_changed_on
    from changes
)

select
    invoice_id,
    account_id,
    due_date,
    greatest(changed_on, {{ add_days('due_date', 1) }}) as valid_from,
    least(
        coalesce(next_changed_on, {{ end_of_time() }}),
        coalesce(stated_on, {{ end_of_time() }})
    ) as valid_until
from states
where
    paid_so_far < amount
    and greatest(changed_on, {{ add_days('due_date', 1) }}) < least(
        coalesce(next_changed_on, {{ end_of_time() }}),
        coalesce(stated_on, {{ end_of_time() }})
    )
