{# One row for each entry of a text that lists them by semicolons; to be the only one of its kind in a select. The
   entries are as they are written, those of a NULL text none. #}
{% macro each_entry(entries) -%}
    {{ adapter.dispatch('each_entry', 'account360')(entries) }}
{%- endmacro %}

{% macro duckdb__each_entry(entries) -%}
    unnest(string_split({{ entries }}, ';'))
{%- endmacro %}

{% macro spark__each_entry(entries) -%}
    explode(split({{ entries }}, ';'))
{%- endmacro %}
