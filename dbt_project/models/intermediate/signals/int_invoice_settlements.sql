with

-- The first day on which nothing was open any more; what was paid back later does not move it.
unpaid as (
    select
        account_id,
        invoice_id,
        valid_until,
        lead(valid_from) over (partition by account_id, invoice_id order by valid_from asc) as next_from
    from {{ ref('int_unpaid_spans') }}
),

settled as (
    select
        account_id,
        invoice_id,
        min(case when coalesce(next_from > valid_until, true) then valid_until end) as settled_on
    from unpaid
    group by account_id, invoice_id
)

select
    invoices.invoice_id,
    invoices.account_id,
    greatest({{ days_between('invoices.due_date', 'coalesce(settled.settled_on, invoices.invoice_date)') }}, 0)
        as days_late,
    coalesce(settled.settled_on, invoices.invoice_date) as settled_on
from {{ ref('int_invoices') }} as invoices
left join settled
    on
        invoices.account_id = settled.account_id
        and invoices.invoice_id = settled.invoice_id
where
    invoices.amount > 0
    and coalesce(settled.settled_on < {{ end_of_time() }}, true)
