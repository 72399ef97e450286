select
    account_id,
    sum(case when solved_on is null then 1 else 0 end) as open_tickets,
    sum(case when is_complaint and solved_on is null then 1 else 0 end) as open_complaints,
    sum(case when created_on > {{ add_months(as_of(), -12) }} then 1 else 0 end) as tickets_12_months,
    sum(case when is_complaint and created_on > {{ add_months(as_of(), -12) }} then 1 else 0 end)
        as complaints_12_months,
    max(created_on) as last_ticket_date
from {{ ref('int_tickets') }}
group by account_id
