{# Texts of a group in one, joined by a semicolon in the order of a value that is unique in the group; a NULL
   text is left out. #}
{% macro joined_texts(text, position) -%}
    {{ adapter.dispatch('joined_texts', 'account360')(text, position) }}
{%- endmacro %}

{% macro duckdb__joined_texts(text, position) -%}
    string_agg({{ text }}, ';' order by {{ position }} asc)
{%- endmacro %}

{% macro spark__joined_texts(text, position) -%}
    nullif(array_join(transform(
        sort_array(collect_list(named_struct('position', {{ position }}, 'text', {{ text }}))), entry -> entry.text
    ), ';'), '')
{%- endmacro %}
