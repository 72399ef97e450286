with

known as (
    {{ known_rows(source('qualtrics', 'responses'), dated=true) }}
),

asked as (
    {{ asked_answers('known', 'qualtrics', 'survey_id') }}
),

typed as (
    select
        asked.response_id,
        {{ own_field('asked.payload', 'qualtrics', 'surveys', 'account_id') }} as account_id,
        lower(coalesce(
            {{ own_field('asked.payload', 'qualtrics', 'surveys', 'contact_id') }},
            {{ json_text('asked.payload', 'respondent_email') }}
        )) as contact_id,
        asked.survey_type,
        {{ own_field('asked.payload', 'qualtrics', 'surveys', 'wave') }} as wave,
        {{ own_field('asked.payload', 'qualtrics', 'surveys', 'respondent_role') }} as respondent_role,
        asked.subject,
        asked.channel,
        asked.touchpoint,
        asked.comment,
        'qualtrics' as source,
        asked.score,
        {{ local_date(utc_moment(json_text('asked.payload', 'recordedDate')), 'settings.timezone') }} as response_date,
        asked._source,
        asked._origin_file,
        asked._origin_row,
        asked.answer_key as _row_key,
        asked._deleted as is_deleted
    from asked
    cross join {{ ref('int_policy_settings') }} as settings
    where
        {{ meaning_of(json_text('asked.payload', 'status'), 'qualtrics', 'surveys', 'is_answer') }} = 'true'
)

{{ canonical('surveys', 'typed', [
    'response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'respondent_role', 'subject', 'channel',
    'touchpoint', 'comment', 'source', 'score', 'response_date'
]) }}
