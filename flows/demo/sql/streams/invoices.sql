with billed as (
    select no, invoice_id, invoice_date, sum(amount)::decimal(18, 2) as amount, any_value(account_id) as account_id,
        any_value(currency) as currency,
        (invoice_date - getvariable('first_day'))::bigint as n
    from line
    group by no, invoice_id, invoice_date
),
timed as (
    select b.*, c.plot, c.payer,
        plus_days(b.invoice_date, case when c.billing = 1 and c.care_class = 'C' then 14 else 30 end) as due_date,
        case when c.plot = 'late_payer' then whole(b.no, n, 'days late', 28, 55)
            when c.plot in ('reference', 'awaiting_renewal') then whole(b.no, n, 'days late', -12, -2)
            when c.payer = 'early' then whole(b.no, n, 'days late', -11, 0)
            when c.payer = 'punctual' then whole(b.no, n, 'days late', -6, 0)
            when c.payer = 'slow' then whole(b.no, n, 'days late', 0, 18)
            else whole(b.no, n, 'days late', 10, 60) end
            + case when b.invoice_date between c.trouble_from
                and coalesce(c.end_on, b.invoice_date) then whole(b.no, n, 'days later', 8, 30) else 0 end as days_late
    from billed as b join customer as c using (no)
)
select invoice_id, account_id, invoice_date, due_date,
    case
        when amount <= 0 then invoice_date
        when chance(no, n, 'disputed') < 0.003 and plot is null then null
        when greatest(invoice_date, plus_days(due_date, days_late)) <= getvariable('as_of')
            then greatest(invoice_date, plus_days(due_date, days_late))
    end as paid_date,
    amount, currency
from timed
order by invoice_date, no
