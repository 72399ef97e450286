select
    scored.account_id,
    scored.scored_on,
    count(complaints.ticket_id) as measure,
    count(complaints.ticket_id) as evidence
from {{ ref('int_scored_accounts') }} as scored
inner join {{ ref('int_first_days') }} as told
    on
        told.feed = 'tickets'
        and scored.scored_on >= told.first_day
left join {{ ref('int_tickets') }} as complaints
    on
        scored.account_id = complaints.account_id
        and complaints.is_complaint
        and scored.scored_on >= complaints.created_on
        and (complaints.solved_on is null or scored.scored_on < complaints.solved_on)
group by scored.account_id, scored.scored_on
