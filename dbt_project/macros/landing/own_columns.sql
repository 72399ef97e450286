{# The columns of a canonical entity that a system has no field of its own for: those that are not given, with their
   types. They stand where a company's source_fields says. #}
{% macro columns_beside(entity, given) -%}
    {%- set found = [] %}
    {%- set carried = ['other_columns', '_source', '_origin_file', '_origin_row', '_row_key', 'is_deleted'] %}
    {%- for type, names in canonical_columns(entity) %}
    {%- for name in names if name not in given and name not in carried %}
    {%- do found.append((name, type)) %}
    {%- endfor %}
    {%- endfor %}
    {{- return(found) }}
{%- endmacro %}

{# Columns that hold one of a few words of ours, so that a company's own words for them need a meaning. #}
{% macro columns_with_meaning() -%}
    {{- return(['segment', 'decision_level', 'role', 'sales_motion', 'level', 'is_complaint']) }}
{%- endmacro %}

{# The values of such columns as texts that their types can be read from; a column with a meaning as `<column>_named`,
   as the company writes it. #}
{% macro own_columns(json, source_name, entity, columns) -%}
    {%- for name, type in columns %}
    {%- set value = "nullif(" ~ own_field(json, source_name, entity, name) ~ ", '')" %}
    {%- if name in columns_with_meaning() %}
    {{ value }} as {{ name }}_named,
    {%- elif type == 'date' %}
    substr({{ value }}, 1, 10) as {{ name }},
    {%- elif type == 'timestamp' %}
    {{ utc_moment(value) }} as {{ name }},
    {%- elif type in ['int', 'bigint'] %}
    cast({{ value }} as {{ type_amount() }}) as {{ name }},
    {%- else %}
    {{ value }} as {{ name }},
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{# The meanings of those of them that need one, from a relation with the columns of own_columns. #}
{% macro own_meanings(relation, source_name, entity, columns) -%}
    {%- for name, type in columns if name in columns_with_meaning() %}
    {{ meaning_of(relation ~ '.' ~ name ~ '_named', source_name, entity, name) }} as {{ name }},
    {%- endfor %}
{%- endmacro %}
