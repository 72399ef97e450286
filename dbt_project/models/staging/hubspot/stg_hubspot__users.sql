with

known as (
    {{ known_rows(source('hubspot', 'owners'), dated=false) }}
),

named as (
    select
        *,
        {{ own_field('payload', 'hubspot', 'users', 'role') }} as role_named,
        coalesce({{ json_text('payload', 'firstName') }}, '') as first_name,
        coalesce({{ json_text('payload', 'lastName') }}, '') as last_name
    from known
),

typed as (
    select
        id as user_id,
        coalesce(nullif(trim(first_name || ' ' || last_name), ''), {{ json_text('payload', 'email') }}) as name,
        {{ json_text('payload', 'teams[0].name') }} as team,
        {{ meaning_of('named.role_named', 'hubspot', 'users', 'role') }} as role,
        {{ own_field('payload', 'hubspot', 'users', 'manager_id') }} as manager_id,
        not _deleted as is_active,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from named
)

{{ canonical('users', 'typed', ['user_id', 'name', 'team', 'role', 'manager_id', 'is_active']) }}
