with

numbered as (
    {{ landed_versions(source('delighted', 'survey_responses')) }}
),

typed as (
    select
        numbered.id as response_id,
        {{ own_field('numbered.payload', 'delighted', 'surveys', 'account_id') }} as account_id,
        coalesce(asked.survey_type, 'delighted ' || coalesce({{ json_text('numbered.payload', 'survey_type') }}, ''))
            as survey_type,
        {{ own_field('numbered.payload', 'delighted', 'surveys', 'wave') }} as wave,
        lower({{ json_text('numbered.payload', 'person.email') }}) as contact_id,
        numbered.version_number,
        {{ json_text('numbered.payload', 'score') }} as score,
        {{ local_date(epoch_moment(json_text('numbered.payload', 'created_at')), 'settings.timezone') }}
            as response_date,
        numbered.replaced_on as known_until,
        numbered._row_key,
        numbered._deleted as is_deleted
    from numbered
    cross join {{ ref('int_policy_settings') }} as settings
    left join {{ ref('source_surveys') }} as asked
        on
            asked.source = 'delighted'
            and {{ json_text('numbered.payload', 'survey_type') }} = asked.survey_id
    where numbered.versions > 1
)

{{ canonical('survey_versions', 'typed', [
    'response_id', 'account_id', 'contact_id', 'survey_type', 'wave', 'version_number', 'score', 'response_date',
    'known_until'
]) }}
