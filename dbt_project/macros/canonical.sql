{# All sources of one canonical entity, one under the other: the staging models that dbt_project.yml lists. #}
{% macro union_sources(entity) -%}
    {%- for source_name in var('canonical_sources')[entity] %}
    select * from {{ ref('stg_' ~ source_name ~ '__' ~ entity) }}
        {%- if not loop.last %}
    union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
