with

known as (
    {{ known_rows(source('surveymonkey', 'responses'), dated=true) }}
),

asked as (
    {{ asked_answers('known', 'surveymonkey', 'survey_id') }}
),

typed as (
    select
        asked.response_id,
        {{ own_field('asked.payload', 'surveymonkey', 'surveys', 'account_id') }} as account_id,
        lower(coalesce(
            {{ own_field('asked.payload', 'surveymonkey', 'surveys', 'contact_id') }},
            {{ json_text('asked.payload', 'respondent_email') }}
        )) as contact_id,
        asked.survey_type,
        {{ own_field('asked.payload', 'surveymonkey', 'surveys', 'wave') }} as wave,
        {{ own_field('asked.payload', 'surveymonkey', 'surveys', 'respondent_role') }} as respondent_role,
        asked.subject,
        asked.channel,
        asked.touchpoint,
        asked.comment,
        'surveymonkey' as source,
        asked.score,
        {{ local_date(utc_moment(json_text('asked.payload', 'date_modified')), 'settings.timezone') }} as response_date,
        asked._source,
        asked._origin_file,
        asked._origin_row,
        asked.answer_key as _row_key,
        asked._deleted as is_deleted
    from asked
    cross join {{ ref('int_policy_settings') }} as settings
    where
        {{ meaning_of(json_text('asked.payload', 'response_status'), 'surveymonkey', 'surveys', 'is_answer') }} = 'true'
)

{{ canonical('surveys', 'typed', [
    'response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'respondent_role', 'subject', 'channel',
    'touchpoint', 'comment', 'source', 'score', 'response_date'
]) }}
