with

billed as (
    select
        account_id,
        min(invoice_date) as billed_from
    from {{ ref('int_invoices') }}
    group by account_id
)

select
    scored.account_id,
    scored.scored_on,
    coalesce(max({{ days_between('overdue.due_date', 'scored.scored_on') }}), 0) as measure,
    count(overdue.invoice_id) as evidence
from {{ ref('int_scored_accounts') }} as scored
inner join billed
    on
        scored.account_id = billed.account_id
        and scored.scored_on >= billed.billed_from
left join {{ ref('int_unpaid_spans') }} as overdue
    on
        scored.account_id = overdue.account_id
        and scored.scored_on > overdue.due_date
        and scored.scored_on >= overdue.valid_from
        and scored.scored_on < overdue.valid_until
group by scored.account_id, scored.scored_on
