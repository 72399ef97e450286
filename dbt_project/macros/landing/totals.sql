{# The totals of a canonical entity whose rows come from several streams of objects of a source. #}
{% macro standing_streams(source_name, streams, entity) -%}
    select
        source,
        stream,
        case when count(rows_standing) = count(*) then sum(rows_standing) end as rows_standing,
        sum(amount_standing) as amount_standing
    from (
        {%- for landed in streams %}
        {{ standing_objects(source_name, landed, entity) }}
        {%- if not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
    ) as totals
    group by source, stream
{%- endmacro %}
