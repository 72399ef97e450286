{# The text at a path of a JSON text, such as `price.id` or `items.data[0].id`; NULL where there is none. #}
{% macro json_text(json, path) -%}
    {{ adapter.dispatch('json_text', 'account360')(json, path) }}
{%- endmacro %}

{% macro duckdb__json_text(json, path) -%}
    json_extract_string({{ json }}, '$.{{ path }}')
{%- endmacro %}

{% macro spark__json_text(json, path) -%}
    get_json_object({{ json }}, '$.{{ path }}')
{%- endmacro %}

{# The same for a path that a column holds; NULL where the column is. #}
{% macro json_text_at(json, path_column) -%}
    {{ adapter.dispatch('json_text_at', 'account360')(json, path_column) }}
{%- endmacro %}

{% macro duckdb__json_text_at(json, path_column) -%}
    json_extract_string({{ json }}, '$.' || {{ path_column }})
{%- endmacro %}

{% macro spark__json_text_at(json, path_column) -%}
    get_json_object({{ json }}, concat('$.', {{ path_column }}))
{%- endmacro %}

{# The elements of a list in a JSON text, one row each: the relation's columns, then `item` (JSON text) and
   `item_number` from 1. Rows without the list, or with an empty one, give none. An element that is
   a text stands in quotes on DuckDB only: take them off. #}
{% macro json_items(relation, json, path) -%}
    {{ adapter.dispatch('json_items', 'account360')(relation, json, path) }}
{%- endmacro %}

{% macro duckdb__json_items(relation, json, path) -%}
    select
        listed.*,
        cast(elements.item as varchar) as item,
        elements.item_number
    from {{ relation }} as listed
    cross join unnest(json_extract(listed.{{ json }}, '$.{{ path }}[*]')) with ordinality as elements (item, item_number)
{%- endmacro %}

{% macro spark__json_items(relation, json, path) -%}
    select
        listed.*,
        item,
        item_number + 1 as item_number
    from {{ relation }} as listed
    lateral view posexplode(from_json(get_json_object(listed.{{ json }}, '$.{{ path }}'), 'array<string>'))
        elements as item_number, item
{%- endmacro %}

{# A moment written in ISO 8601 with an offset, or without one in UTC, as a timestamp in UTC. #}
{% macro utc_moment(text) -%}
    {{ adapter.dispatch('utc_moment', 'account360')(text) }}
{%- endmacro %}

{% macro duckdb__utc_moment(text) -%}
    (cast(nullif({{ text }}, '') as timestamptz) at time zone 'UTC')
{%- endmacro %}

{% macro spark__utc_moment(text) -%}
    cast(nullif({{ text }}, '') as timestamp)
{%- endmacro %}

{# A moment written as seconds since 1970, as a timestamp in UTC. #}
{% macro epoch_moment(text) -%}
    {{ adapter.dispatch('epoch_moment', 'account360')(text) }}
{%- endmacro %}

{% macro duckdb__epoch_moment(text) -%}
    make_timestamp(cast({{ text }} as bigint) * 1000000)
{%- endmacro %}

{% macro spark__epoch_moment(text) -%}
    timestamp_seconds(cast({{ text }} as bigint))
{%- endmacro %}

{# How many elements a list in a JSON text has; 0 for anything else there, NULL where there is nothing. #}
{% macro json_count(json, path) -%}
    {{ adapter.dispatch('json_count', 'account360')(json, path) }}
{%- endmacro %}

{% macro duckdb__json_count(json, path) -%}
    json_array_length({{ json }}, '$.{{ path }}')
{%- endmacro %}

{% macro spark__json_count(json, path) -%}
    case
        when get_json_object({{ json }}, '$.{{ path }}') is not null
            then coalesce(json_array_length(get_json_object({{ json }}, '$.{{ path }}')), 0)
    end
{%- endmacro %}
