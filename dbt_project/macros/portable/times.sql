{# Elapsed hours from one timestamp to another, by whole seconds; the engines' own hours are counted differently. #}
{% macro hours_between(earlier, later) -%}
    {{ adapter.dispatch('hours_between', 'account360')(earlier, later) }}
{%- endmacro %}

{% macro duckdb__hours_between(earlier, later) -%}
    (cast(date_diff('second', {{ earlier }}, {{ later }}) as double) / 3600)
{%- endmacro %}

{% macro spark__hours_between(earlier, later) -%}
    (cast(unix_timestamp({{ later }}) - unix_timestamp({{ earlier }}) as double) / 3600)
{%- endmacro %}

{# The timestamp so many hours after another one, to the second. #}
{% macro add_hours(timestamp_expression, hours) -%}
    {{ adapter.dispatch('add_hours', 'account360')(timestamp_expression, hours) }}
{%- endmacro %}

{% macro duckdb__add_hours(timestamp_expression, hours) -%}
    ({{ timestamp_expression }} + to_seconds(cast(round(3600 * ({{ hours }})) as bigint)))
{%- endmacro %}

{% macro spark__add_hours(timestamp_expression, hours) -%}
    cast(
        timestamp_seconds(unix_timestamp({{ timestamp_expression }}) + cast(round(3600 * ({{ hours }})) as bigint))
        as timestamp
    )
{%- endmacro %}
