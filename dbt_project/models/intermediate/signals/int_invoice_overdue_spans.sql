with

overdue as (
    select
        unpaid.*,
        greatest(unpaid.valid_from, {{ add_days('unpaid.due_date', 'rules.after_days + 1') }}) as overdue_from
    from {{ ref('int_unpaid_spans') }} as unpaid
    cross join {{ signal_rule('invoice_overdue') }} as rules
)

select
    account_id,
    '' as subject,
    overdue_from as valid_from,
    valid_until,
    cast(cast(open_amount as {{ type_money() }}) as string) || ' ' || currency || ' of invoice ' || invoice_id
    || ' unpaid ' || cast({{ days_between('due_date', 'overdue_from') }} as string) || ' days after it was due.'
        as evidence
from overdue
where overdue_from < valid_until
