with

days as (
    select
        survey_type,
        wave,
        min(sent_date) as first_sent,
        max(last_sent_date) as last_sent
    from {{ ref('int_survey_invitees') }}
    where wave <> 'none'
    group by survey_type, wave
),

ordered as (
    select
        *,
        row_number() over (partition by survey_type order by first_sent desc, wave desc) as newest_first
    from days
),

due as (
    select
        ordered.*,
        case
            when ordered.newest_first = 1 then {{ add_months('ordered.first_sent', 'settings.survey_every_months') }}
        end as next_wave_due
    from ordered
    cross join {{ ref('int_voice_settings') }} as settings
)

select
    cast(due.survey_type as string) as survey_type,
    cast(due.wave as string) as wave,
    rates.sent,
    rates.answered,
    rates.decision_makers_sent,
    rates.decision_makers_answered,
    cast({{ days_between('due.last_sent', as_of()) }} as bigint) as days_since_sent,
    rates.response_rate,
    rates.decision_maker_response_rate,
    due.newest_first = 1 as is_newest,
    coalesce(due.next_wave_due < {{ as_of() }}, false) as is_next_wave_overdue,
    cast(due.first_sent as date) as first_sent,
    cast(due.last_sent as date) as last_sent,
    cast(due.next_wave_due as date) as next_wave_due
from due
inner join {{ ref('survey_response_rates') }} as rates
    on
        due.survey_type = rates.survey_type
        and due.wave = rates.wave
        and rates.segment = 'ALL'
