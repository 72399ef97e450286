{# Common table expressions that end in `name`: which object (`kept_id`) an object that was merged (`lost_id`) is now.
   The objects that were merged are gone, and name at a path what they were merged into, which may be merged later. #}
{% macro merges(name, landed, path) -%}
    {#- Every round doubles the number of merges followed, so three reach the end of eight. #}
    {%- set rounds = 3 %}
    {{ name }}_0 as (
        select
            id as lost_id,
            {{ json_text('payload', path) }} as kept_id
        from ({{ known_rows(landed, dated=false) }}) as known
        where
            _deleted
            and {{ json_text('payload', path) }} is not null
    ),
    {% for round in range(1, rounds + 1) %}
    {{ name }}{{ '_' ~ round if round < rounds }} as (
        select
            near.lost_id,
            coalesce(far.kept_id, near.kept_id) as kept_id
        from {{ name }}_{{ round - 1 }} as near
        left join {{ name }}_{{ round - 1 }} as far
            on near.kept_id = far.lost_id
    )
    {%- if not loop.last %},
    {% endif %}
    {%- endfor %}
{%- endmacro %}
