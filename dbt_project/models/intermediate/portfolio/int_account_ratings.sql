with

dated as (
    {{ union_sources('key_account_ratings') }}
)

-- A dated rating stands until the next one; an undated one for as long as the account's record holds it.
select
    account_id,
    criterion,
    rating,
    rated_by,
    rated_on,
    rated_on as known_from,
    lead(rated_on) over (
        partition by account_id, criterion
        order by rated_on asc
    ) as known_until
from dated
where
    not is_deleted
    and rated_on <= {{ as_of() }}
{%- for criterion in rated_criteria() %}
union all
select
    account_id,
    '{{ criterion }}' as criterion,
    {{ criterion }} as rating,
    cast(null as string) as rated_by,
    cast(null as date) as rated_on,
    known_from,
    known_until
from {{ ref('int_account_versions') }}
where {{ criterion }} is not null
{%- endfor %}
