{# Whether a union takes a source in: while the project is parsed all of them, so that it knows what depends on what,
   and afterwards those that a company has. #}
{% macro is_landed(source_name) -%}
    {%- if not execute or var('landed_sources') == 'all' or source_name in var('landed_sources') -%}
    yes
    {%- endif -%}
{%- endmacro %}

{# All sources of one canonical entity, one under the other: the staging models that dbt_project.yml lists. #}
{% macro union_sources(entity) -%}
    {%- for source_name in var('canonical_sources')[entity] if is_landed(source_name) | trim %}
    select * from {{ ref('stg_' ~ source_name ~ '__' ~ entity) }}
        {%- if not loop.last %}
    union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
