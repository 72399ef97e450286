{# The value below which a share of a group's values lies, interpolated between neighbours; NULLs are left out. #}
{% macro percentile(expression, share) -%}
    {{ adapter.dispatch('percentile', 'account360')(expression, share) }}
{%- endmacro %}

{% macro duckdb__percentile(expression, share) -%}
    quantile_cont(cast({{ expression }} as double), {{ share }})
{%- endmacro %}

{# A share such as 1.0 / 3 has six decimals there, unless it begins with a double. #}
{% macro spark__percentile(expression, share) -%}
    percentile(cast({{ expression }} as double), 1d * {{ share }})
{%- endmacro %}
