{# A folder's schema is used as it is written, so that the names readers rely on do not depend on who runs. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
