{# How many different entries a text holds that lists them by semicolons; NULL for NULL. #}
{% macro count_entries(entries) -%}
    {{ adapter.dispatch('count_entries', 'account360')(entries) }}
{%- endmacro %}

{% macro duckdb__count_entries(entries) -%}
    len(list_distinct(list_filter(
        list_transform(string_split({{ entries }}, ';'), lambda entry: trim(entry)), lambda entry: entry <> ''
    )))
{%- endmacro %}

{% macro spark__count_entries(entries) -%}
    case
        when {{ entries }} is not null
            then size(array_distinct(filter(transform(split({{ entries }}, ';'), entry -> trim(entry)), entry -> entry <> '')))
    end
{%- endmacro %}
