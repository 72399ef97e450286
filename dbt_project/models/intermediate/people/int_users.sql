with

sources as (
    {{ union_sources('users') }}
)

select
    user_id,
    name,
    team,
    role,
    manager_id,
    is_active and not is_deleted as is_active
from sources
