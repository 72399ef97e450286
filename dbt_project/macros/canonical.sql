{# The sources of a canonical entity that dbt_project.yml lists: while the project is parsed all of them, so that it
   knows what depends on what, and afterwards those that a company has. #}
{% macro sources_of(entity) -%}
    {%- set listed = var('canonical_sources').get(entity, []) %}
    {%- set landed = var('landed_sources') %}
    {%- if not execute or landed == 'all' %}
    {{- return(listed) }}
    {%- endif %}
    {{- return(listed | select('in', landed) | list) }}
{%- endmacro %}

{# All sources of one canonical entity, one under the other. #}
{% macro union_sources(entity) -%}
    {%- for source_name in sources_of(entity) %}
    select * from {{ ref('stg_' ~ source_name ~ '__' ~ entity) }}
        {%- if not loop.last %}
    union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
