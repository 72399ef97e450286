with

known as (
    {{ known_rows(source('zendesk', 'satisfaction_ratings'), dated=true) }}
),

people as (
    {{ known_rows(source('zendesk', 'users'), dated=false) }}
),

asked as (
    select
        max(survey_type) as survey_type,
        max(subject) as subject,
        max(channel) as channel,
        max(touchpoint) as touchpoint
    from {{ ref('source_surveys') }}
    where source = 'zendesk'
),

-- The tool's own ids of customers are those of support, so that a rating's account follows from who gave it.
typed as (
    select
        'rating-' || known.id as response_id,
        lower({{ json_text('people.payload', 'email') }}) as contact_id,
        coalesce(asked.survey_type, 'ZENDESK') as survey_type,
        asked.subject,
        asked.channel,
        asked.touchpoint,
        {{ json_text('known.payload', 'comment') }} as comment,
        'zendesk' as source,
        {{ meaning_of(json_text('known.payload', 'score'), 'zendesk', 'surveys', 'score') }} as score,
        {{ local_date(utc_moment(json_text('known.payload', 'updated_at')), 'settings.timezone') }} as response_date,
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
    cross join {{ ref('int_policy_settings') }} as settings
    cross join asked
    left join people
        on {{ json_text('known.payload', 'requester_id') }} = people.id
)

{{ canonical('surveys', 'typed', [
    'response_id', 'contact_id', 'survey_type', 'subject', 'channel', 'touchpoint', 'comment', 'source', 'score',
    'response_date'
]) }}
