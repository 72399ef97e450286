with

known as (
    {{ known_rows(source('delighted', 'survey_responses'), dated=true) }}
),

typed as (
    select
        known.id as response_id,
        {{ own_field('known.payload', 'delighted', 'surveys', 'account_id') }} as account_id,
        lower({{ json_text('known.payload', 'person.email') }}) as contact_id,
        coalesce(asked.survey_type, 'delighted ' || coalesce({{ json_text('known.payload', 'survey_type') }}, ''))
            as survey_type,
        {{ own_field('known.payload', 'delighted', 'surveys', 'wave') }} as wave,
        {{ own_field('known.payload', 'delighted', 'surveys', 'respondent_role') }} as respondent_role,
        asked.subject,
        asked.channel,
        asked.touchpoint,
        {{ json_text('known.payload', 'comment') }} as comment,
        'delighted' as source,
        {{ json_text('known.payload', 'score') }} as score,
        {{ local_date(epoch_moment(json_text('known.payload', 'created_at')), 'settings.timezone') }} as response_date,
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('source_surveys') }} as asked
        on
            asked.source = 'delighted'
            and {{ json_text('known.payload', 'survey_type') }} = asked.survey_id
)

{{ canonical('surveys', 'typed', [
    'response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'respondent_role', 'subject', 'channel',
    'touchpoint', 'comment', 'source', 'score', 'response_date'
]) }}
