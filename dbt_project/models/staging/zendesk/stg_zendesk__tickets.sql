with

known as (
    {{ known_rows(source('zendesk', 'tickets'), dated=true) }}
),

people as (
    {{ known_rows(source('zendesk', 'users'), dated=false) }}
),

tagged as (
    {{ json_items('known', 'payload', 'tags') }}
),

complaints as (
    select distinct tagged._row_key
    from tagged
    inner join {{ ref('source_values') }} as meanings
        on
            meanings.source = 'zendesk'
            and meanings.entity = 'tickets'
            and meanings.column_name = 'is_complaint'
            and meanings.meaning = 'true'
            and lower(replace(tagged.item, '"', '')) = meanings.value
),

measured as (
    select
        known.*,
        {{ json_text('known.payload', 'status') }} as status,
        {{ json_text('known.payload', 'type') }} as request_type,
        {{ json_text('known.payload', 'satisfaction_rating.score') }} as rating,
        {{ utc_moment(json_text('known.payload', 'created_at')) }} as created_at,
        {{ utc_moment(json_text('known.payload', 'updated_at')) }} as updated_at,
        {{ utc_moment(json_text('known.payload', 'metric_set.solved_at')) }} as told_solved_at,
        cast({{ json_text('known.payload', 'metric_set.reply_time_in_minutes.calendar') }} as {{ type_double() }}) / 60
            as response_hours,
        cast(
            {{ json_text('known.payload', 'metric_set.full_resolution_time_in_minutes.calendar') }}
            as {{ type_double() }}
        ) / 60 as solution_hours
    from known
),

-- A request that was solved and opened again is open, whatever its measures still say.
typed as (
    select
        measured.id as ticket_id,
        {{ json_text('measured.payload', 'organization_id') }} as account_id,
        lower({{ json_text('people.payload', 'email') }}) as contact_id,
        {{ json_text('measured.payload', 'priority') }} as priority,
        coalesce({{ own_field('measured.payload', 'zendesk', 'tickets', 'category') }}, measured.request_type)
            as category,
        measured.status,
        {{ meaning_of('measured.rating', 'zendesk', 'tickets', 'satisfaction_score') }} as satisfaction_score,
        {{ own_field('measured.payload', 'zendesk', 'tickets', 'hours_spent') }} as hours_spent,
        complaints._row_key is not null
        or coalesce({{ meaning_of('measured.request_type', 'zendesk', 'tickets', 'is_complaint') }} = 'true', false)
            as is_complaint,
        measured.created_at,
        {{ add_hours('measured.created_at', 'measured.response_hours') }} as first_response_at,
        case
            when {{ meaning_of('measured.status', 'zendesk', 'tickets', 'is_solved') }} = 'true'
                then coalesce(
                    measured.told_solved_at,
                    {{ add_hours('measured.created_at', 'measured.solution_hours') }},
                    measured.updated_at
                )
        end as solved_at,
        measured.updated_at,
        measured._source,
        measured._origin_file,
        measured._origin_row,
        measured._row_key,
        measured._deleted as is_deleted
    from measured
    left join people
        on {{ json_text('measured.payload', 'requester_id') }} = people.id
    left join complaints
        on measured._row_key = complaints._row_key
)

{{ canonical('tickets', 'typed', [
    'ticket_id', 'account_id', 'contact_id', 'priority', 'category', 'status', 'satisfaction_score', 'hours_spent',
    'is_complaint', 'created_at', 'first_response_at', 'solved_at', 'updated_at'
]) }}
