{%- set by = 'partition by signal, account_id, survey_type order by day asc' -%}
{%- set so_far = by ~ ' rows between unbounded preceding and current row' -%}
with

rules as (
    select * from {{ signal_rule('low_score') }} as low
    union all
    select * from {{ signal_rule('falling_score') }} as falling
),

-- Each answer stands until the same person answers again, however the answers are counted in the end. On a scale whose
-- low end is the better one it is mirrored, so that low is bad everywhere.
answers as (
    select
        surveys.account_id,
        surveys.survey_type,
        case
            when types.is_higher_better then surveys.score
            else types.lowest_score + types.highest_score - surveys.score
        end as score,
        surveys.response_date,
        lead(surveys.response_date) over (
            partition by
                surveys.account_id, surveys.survey_type, coalesce(surveys.contact_id, surveys.response_id)
            order by surveys.response_date asc, surveys.response_id asc
        ) as answered_again_on
    from {{ ref('int_surveys') }} as surveys
    inner join {{ ref('int_survey_types') }} as types
        on surveys.survey_type = types.survey_type
    where
        surveys.is_valid_score
        and surveys.account_id is not null
        and surveys.response_date is not null
),

lives as (
    select
        rules.signal,
        answers.*,
        least(
            coalesce(answers.answered_again_on, {{ end_of_time() }}),
            {{ add_days('answers.response_date', 'rules.after_days') }}
        ) as valid_until
    from answers
    cross join rules
),

changes as (
    {%- for day, sign in [('response_date', 1), ('valid_until', -1)] %}
    select
        signal,
        account_id,
        survey_type,
        {{ day }} as day,
        {{ sign }} as people,
        {{ sign }} * score as score
    from lives
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

days as (
    select
        signal,
        account_id,
        survey_type,
        day,
        sum(people) as people,
        sum(score) as score
    from changes
    group by signal, account_id, survey_type, day
),

states as (
    select
        signal,
        account_id,
        survey_type,
        day as valid_from,
        coalesce(lead(day) over ({{ by }}), {{ end_of_time() }}) as valid_until,
        sum(people) over ({{ so_far }}) as people,
        sum(score) over ({{ so_far }}) as score
    from days
)

select
    states.signal,
    states.account_id,
    states.survey_type,
    states.people,
    {{ safe_divide('states.score', 'states.people') }} as mean_score,
    states.valid_from,
    states.valid_until
from states
cross join {{ ref('int_signal_settings') }} as settings
where states.people >= settings.score_respondents_minimum
