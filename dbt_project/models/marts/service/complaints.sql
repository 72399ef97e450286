with

-- Told only of several people together, so that nobody's single answer can be read off.
feelings as (
    select
        answers.ticket_id,
        count(distinct answers.contact_id) as respondents,
        {{ safe_divide('sum(answers.score)', 'count(*)') }} as mean_score,
        max(answers.top_score_from) as top_score_from,
        max(answers.bottom_score_to) as bottom_score_to
    from {{ ref('int_complaint_answers') }} as answers
    group by answers.ticket_id
)

select
    cast(complaints.ticket_id as string) as complaint_id,
    cast(complaints.account_id as string) as account_id,
    cast(complaints.priority as string) as priority,
    cast(complaints.category as string) as category,
    cast(case when complaints.is_solved then 'solved' else 'open' end as string) as status,
    cast(case
        when feelings.respondents is null or feelings.respondents < settings.respondents_minimum then null
        when feelings.mean_score >= feelings.top_score_from then 'promoter'
        when feelings.mean_score <= feelings.bottom_score_to then 'detractor'
        else 'passive'
    end as string) as band_after,
    cast(case
        when not complaints.is_implausible then {{ days_between('complaints.created_on', 'complaints.solved_on') }}
    end as int) as days_to_solve,
    cast(case
        when not complaints.is_solved then {{ days_between('complaints.created_on', as_of()) }}
    end as int) as days_open,
    complaints.is_solution_in_time,
    cast(complaints.created_on as date) as created_on,
    cast(complaints.solved_on as date) as solved_on
from {{ ref('int_ticket_times') }} as complaints
cross join {{ ref('int_service_settings') }} as settings
left join feelings
    on complaints.ticket_id = feelings.ticket_id
where complaints.is_complaint
