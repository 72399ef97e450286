with

numbered as (
    {{ landed_versions(source('typeform', 'responses')) }}
),

asked as (
    {{ asked_answers('numbered', 'typeform', 'form_id') }}
),

typed as (
    select
        asked.response_id,
        {{ own_field('asked.payload', 'typeform', 'surveys', 'account_id') }} as account_id,
        lower(coalesce(
            {{ own_field('asked.payload', 'typeform', 'surveys', 'contact_id') }},
            {{ json_text('asked.payload', 'respondent_email') }}
        )) as contact_id,
        asked.survey_type,
        {{ own_field('asked.payload', 'typeform', 'surveys', 'wave') }} as wave,
        asked.version_number,
        asked.score,
        {{ local_date(utc_moment(json_text('asked.payload', 'submitted_at')), 'settings.timezone') }} as response_date,
        asked.replaced_on as known_until,
        asked.answer_key as _row_key,
        asked._deleted as is_deleted
    from asked
    cross join {{ ref('int_policy_settings') }} as settings
    where
        asked.versions > 1
)

{{ canonical('survey_versions', 'typed', [
    'response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'version_number', 'score', 'response_date',
    'known_until'
]) }}
