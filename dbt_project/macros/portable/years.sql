{# First day of the year of a date. #}
{% macro year_of(date_expression) -%}
    cast({{ dbt.date_trunc('year', date_expression) }} as date)
{%- endmacro %}
