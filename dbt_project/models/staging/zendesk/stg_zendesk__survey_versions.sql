with

numbered as (
    {{ landed_versions(source('zendesk', 'satisfaction_ratings')) }}
),

people as (
    {{ known_rows(source('zendesk', 'users'), dated=false) }}
),

asked as (
    select max(survey_type) as survey_type
    from {{ ref('source_surveys') }}
    where source = 'zendesk'
),

typed as (
    select
        'rating-' || numbered.id as response_id,
        lower({{ json_text('people.payload', 'email') }}) as contact_id,
        coalesce(asked.survey_type, 'ZENDESK') as survey_type,
        numbered.version_number,
        {{ meaning_of(json_text('numbered.payload', 'score'), 'zendesk', 'surveys', 'score') }} as score,
        {{ local_date(utc_moment(json_text('numbered.payload', 'updated_at')), 'settings.timezone') }} as response_date,
        numbered.replaced_on as known_until,
        numbered._row_key,
        numbered._deleted as is_deleted
    from numbered
    cross join {{ ref('int_policy_settings') }} as settings
    cross join asked
    left join people
        on {{ json_text('numbered.payload', 'requester_id') }} = people.id
    where numbered.versions > 1
)

{{ canonical('survey_versions', 'typed', [
    'response_id', 'contact_id', 'survey_type', 'version_number', 'score', 'response_date', 'known_until'
]) }}
