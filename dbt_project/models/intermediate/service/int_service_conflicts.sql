select
    account_id,
    'solved_before_asked' as conflict,
    cast(count(*) as string) || ' of its requests have an answer or a solution before they were made, such as '
    || min(ticket_id) || '.' as evidence
from {{ ref('int_ticket_times') }}
where is_implausible
group by account_id
