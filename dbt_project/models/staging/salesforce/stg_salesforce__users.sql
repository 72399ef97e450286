with

known as (
    {{ known_rows(source('salesforce', 'users'), dated=false) }}
),

named as (
    select
        *,
        {{ own_field('payload', 'salesforce', 'users', 'role') }} as role_named,
        {{ own_field('payload', 'salesforce', 'users', 'team') }} as own_team
    from known
),

typed as (
    select
        id as user_id,
        {{ json_text('payload', 'Name') }} as name,
        coalesce(own_team, {{ json_text('payload', 'Department') }}) as team,
        {{ meaning_of('named.role_named', 'salesforce', 'users', 'role') }} as role,
        {{ json_text('payload', 'ManagerId') }} as manager_id,
        coalesce({{ json_text('payload', 'IsActive') }}, 'true') as is_active,
        _source,
        _origin_file,
        _origin_row,
        _row_key,
        _deleted as is_deleted
    from named
)

{{ canonical('users', 'typed', ['user_id', 'name', 'team', 'role', 'manager_id', 'is_active']) }}
