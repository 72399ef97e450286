{# First day of the year of a date. #}
{% macro year_of(date_expression) -%}
    cast({{ dbt.date_trunc('year', date_expression) }} as date)
{%- endmacro %}

{# First day of the quarter of a date. #}
{% macro quarter_of(date_expression) -%}
    cast({{ dbt.date_trunc('quarter', date_expression) }} as date)
{%- endmacro %}
