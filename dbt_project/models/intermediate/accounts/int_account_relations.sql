with

care as (
    select
        account_id,
        sum(missing) as contacts_missing,
        case
            when sum(case when status = 'missed' then 1 else 0 end) > 0 then 'missed'
            when sum(case when status = 'not_due' then 1 else 0 end) > 0 then 'not_due'
            else 'ok'
        end as care_status
    from {{ ref('care_compliance') }}
    group by account_id
),

planned as (
    select
        account_id,
        min(due_date) as next_contact_due
    from {{ ref('care_calendar') }}
    where
        kind = 'contact'
        and status in ('overdue', 'due', 'planned')
    group by account_id
),

newest as (
    select
        account_id,
        title as last_event,
        event_date as last_event_date
    from {{ ref('account_events') }}
    where newest_first = 1
)

select
    accounts.account_id,
    coalesce(people.active_contacts, 0) as active_contacts,
    coalesce(people.active_decision_makers, 0) as active_decision_makers,
    teams.owner_state,
    teams.is_complete as is_team_complete,
    relationships.threading_score,
    relationships.top_employee_share,
    care.care_status,
    care.contacts_missing,
    planned.next_contact_due,
    newest.last_event,
    newest.last_event_date,
    voice.nps,
    coalesce(voice.survey_answers, 0) as survey_answers,
    voice.last_survey_date
from {{ ref('int_accounts') }} as accounts
left join {{ ref('int_account_people') }} as people
    on accounts.account_id = people.account_id
left join {{ ref('account_teams') }} as teams
    on accounts.account_id = teams.account_id
left join {{ ref('account_relationships') }} as relationships
    on accounts.account_id = relationships.account_id
left join care
    on accounts.account_id = care.account_id
left join planned
    on accounts.account_id = planned.account_id
left join newest
    on accounts.account_id = newest.account_id
left join {{ ref('int_account_voice') }} as voice
    on accounts.account_id = voice.account_id
