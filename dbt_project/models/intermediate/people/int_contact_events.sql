with

answers as (
    -- Counted by day and kind of survey, since one answer of one account would name who gave it.
    select
        account_id,
        survey_type,
        response_date,
        count(*) as answers
    from {{ ref('int_surveys') }}
    where
        response_date is not null
        and account_id is not null
    group by account_id, survey_type, response_date
)

select
    account_id,
    'contact' as kind,
    activity_id as source_id,
    upper(substring(activity_type, 1, 1)) || replace(substring(activity_type, 2), '_', ' ')
    || coalesce(', ' || level, '') || coalesce(', ' || direction, '')
    || case when contact_role <> 'other' then ', with ' || replace(contact_role, '_', ' ') else '' end as title,
    owner_id as user_id,
    cast(null as {{ type_amount() }}) as amount,
    activity_date as event_date
from {{ ref('int_account_contacts') }}
union all
select
    account_id,
    case when is_complaint then 'complaint' else 'ticket' end as kind,
    ticket_id as source_id,
    case when is_complaint then 'Complaint' else 'Support request' end
    || coalesce(', ' || replace(category, '_', ' '), '') || coalesce(', ' || priority, '') as title,
    cast(null as string) as user_id,
    cast(null as {{ type_amount() }}) as amount,
    created_on as event_date
from {{ ref('int_tickets') }}
union all
select
    account_id,
    'ticket_solved' as kind,
    ticket_id as source_id,
    case when is_complaint then 'Complaint solved' else 'Support request solved' end
    || coalesce(', ' || replace(category, '_', ' '), '') as title,
    cast(null as string) as user_id,
    cast(null as {{ type_amount() }}) as amount,
    solved_on as event_date
from {{ ref('int_tickets') }}
where solved_on is not null
union all
select
    account_id,
    'survey_answer' as kind,
    survey_type || ' ' || account_id || ' ' || cast(response_date as string) as source_id,
    survey_type || ' survey, answers: ' || cast(answers as string) as title,
    cast(null as string) as user_id,
    cast(null as {{ type_amount() }}) as amount,
    response_date as event_date
from answers
