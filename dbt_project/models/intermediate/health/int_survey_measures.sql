with

answers as (
    select
        surveys.account_id,
        coalesce(surveys.contact_id, surveys.response_id) as respondent,
        surveys.response_id,
        surveys.response_date,
        case
            when surveys.score >= types.top_score_from then 1
            when surveys.score <= types.bottom_score_to then -1
            else 0
        end as vote
    from {{ ref('int_surveys') }} as surveys
    inner join {{ ref('survey_types') }} as types
        on surveys.survey_type = types.survey_type
    where
        types.value_method = 'net_promoter'
        and surveys.is_valid_score
        and surveys.response_date is not null
),

-- An answer speaks for its person until the next one: which answer is the newest is another matter on every day.
votes as (
    select
        *,
        lead(response_date) over (
            partition by account_id, respondent order by response_date asc, response_id asc
        ) as next_response_date
    from answers
)

select
    scored.account_id,
    scored.scored_on,
    {{ safe_divide('sum(votes.vote)', 'count(*)') }} as measure,
    count(*) as evidence
from {{ ref('int_scored_accounts') }} as scored
inner join votes
    on
        scored.account_id = votes.account_id
        and scored.scored_on >= votes.response_date
        and (votes.next_response_date is null or scored.scored_on < votes.next_response_date)
inner join {{ ref('int_health_components') }} as components
    on
        components.component = 'survey'
        and votes.response_date > {{ add_days('scored.scored_on', '-components.window_days') }}
cross join {{ ref('int_health_settings') }} as settings
group by scored.account_id, scored.scored_on
having count(*) >= max(settings.respondents_minimum)
