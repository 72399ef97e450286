with

-- The complaints of twelve months up to each month; whoever answered after two of them has one voice.
after_complaints as (
    select distinct
        months.month,
        answers.response_id,
        case
            when answers.score >= answers.top_score_from then 1
            when answers.score <= answers.bottom_score_to then -1
            else 0
        end as voice
    from {{ ref('int_reporting_months') }} as months
    inner join {{ ref('int_complaint_answers') }} as answers
        on
            months.month >= answers.month
            and {{ add_months('months.month', -12) }} < answers.month
),

complaining as (
    select
        month,
        count(*) as answers_after,
        sum(voice) as voices_after
    from after_complaints
    group by month
),

-- Everybody's answers of the same time, which ends when the last answers after complaints may have come.
everybody as (
    select
        complaining.month,
        count(*) as answers_of_all,
        sum(answers.is_top - answers.is_bottom) as voices_of_all
    from complaining
    cross join {{ ref('int_service_settings') }} as settings
    inner join {{ ref('int_survey_answers') }} as answers
        on
            {{ add_months('complaining.month', -11) }} <= answers.response_date
            and {{ add_months(month_end('complaining.month'), 'settings.complaint_survey_months') }}
            >= answers.response_date
    where answers.value_method = 'net_promoter'
    group by complaining.month
)

select
    complaining.month,
    complaining.answers_after,
    case
        when complaining.answers_after >= settings.minimum_n
            then 100 * {{ safe_divide('complaining.voices_after', 'complaining.answers_after') }}
    end as nps_after,
    case
        when everybody.answers_of_all >= settings.minimum_n
            then 100 * {{ safe_divide('everybody.voices_of_all', 'everybody.answers_of_all') }}
    end as nps_of_all
from complaining
cross join {{ ref('int_service_settings') }} as settings
inner join everybody
    on complaining.month = everybody.month
