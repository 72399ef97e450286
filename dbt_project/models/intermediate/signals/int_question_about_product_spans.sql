select
    tickets.account_id,
    tickets.ticket_id as subject,
    tickets.created_on as valid_from,
    {{ end_of_time() }} as valid_until,
    'A support request asks about a product.' as evidence
from {{ ref('int_tickets') }} as tickets
inner join {{ signal_rule('question_about_product', 'buying_signals') }} as rules
    on lower(tickets.category) = lower(rules.category)
