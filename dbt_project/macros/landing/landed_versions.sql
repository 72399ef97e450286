{# Every version of each landed row, numbered from the first, with the day on which it was replaced and how many
   versions the row has: those known by the knowledge date, unless all are asked for. #}
{% macro landed_versions(landed, known_only=true) -%}
    select
        *,
        row_number() over (partition by _row_key order by _run_id asc) as version_number,
        -- A later run may have been made for an earlier date, from which it replaces all before it.
        min(_known_on) over (
            partition by _row_key
            order by _run_id asc
            rows between 1 following and unbounded following
        ) as replaced_on,
        count(*) over (partition by _row_key) as versions
    from {{ landed }}
    {%- if known_only %}
    where _known_on <= {{ as_of() }}
    {%- endif %}
{%- endmacro %}
