{# A text as a literal of SQL. Standard SQL writes a quote in it twice; Spark reads that as the end of one literal and
   the beginning of the next, and drops it. #}
{% macro text_literal(words) -%}
    {{ adapter.dispatch('text_literal', 'account360')(words) }}
{%- endmacro %}

{% macro duckdb__text_literal(words) -%}
    '{{ words | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(words) -%}
    '{{ words | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}
