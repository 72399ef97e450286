with

ranked as (
    select
        complaints.ticket_id,
        complaints.account_id,
        {{ month_of('complaints.created_on') }} as month,
        surveys.contact_id,
        surveys.response_id,
        surveys.score,
        types.top_score_from,
        types.bottom_score_to,
        row_number() over (
            partition by complaints.ticket_id, surveys.contact_id
            order by surveys.response_date asc, surveys.response_id asc
        ) as earliest_first
    from {{ ref('int_ticket_times') }} as complaints
    cross join {{ ref('int_service_settings') }} as settings
    inner join {{ ref('int_surveys') }} as surveys
        on
            complaints.account_id = surveys.account_id
            and complaints.solved_on < surveys.response_date
            and {{ add_months('complaints.solved_on', 'settings.complaint_survey_months') }} >= surveys.response_date
    inner join {{ ref('survey_types') }} as types
        on
            surveys.survey_type = types.survey_type
            and types.value_method = 'net_promoter'
    where
        complaints.is_complaint
        and not complaints.is_implausible
        and surveys.is_counted
        and surveys.contact_id is not null
)

select
    ticket_id,
    account_id,
    month,
    contact_id,
    response_id,
    score,
    top_score_from,
    bottom_score_to
from ranked
where earliest_first = 1
