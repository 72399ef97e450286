{# A column of ours at the place that the company's source_fields names for it; NULL where it names none. #}
{% macro own_field(json, source_name, entity, column_name) -%}
    {%- set place -%}
        (
            select max(path)
            from {{ ref('source_fields') }}
            where source = '{{ source_name }}' and entity = '{{ entity }}' and column_name = '{{ column_name }}'
        )
    {%- endset -%}
    {{ json_text_at(json, place) }}
{%- endmacro %}

{# What a system's value means in ours, as source_values has it; NULL where it says nothing. #}
{% macro meaning_of(value, source_name, entity, column_name) -%}
    (
        select max(meaning)
        from {{ ref('source_values') }} as meanings
        where
            meanings.source = '{{ source_name }}'
            and meanings.entity = '{{ entity }}'
            and meanings.column_name = '{{ column_name }}'
            and meanings.value = lower({{ value }})
    )
{%- endmacro %}

{# The objects of a source that could not be read and stand so at the knowledge date, one row per value at fault. #}
{% macro refused_objects(source_name) -%}
    select
        stream,
        column_name,
        value,
        expected,
        raw,
        _source,
        _origin_file,
        cast(_origin_row as bigint) as _origin_row,
        _row_key
    from ({{ known_rows(source(source_name, 'refused_rows'), dated=true) }}) as known
    where not _deleted
{%- endmacro %}

{# Rows and amounts that a stream of objects holds of a canonical entity as it stands after its newest version, counted
   over the landing itself; NULL when something landed later than the knowledge date.

   `rows` and `amount` count what one object brings: 1 and none unless they are given as expressions. #}
{% macro standing_objects(source_name, stream, entity, rows='1', amount='cast(null as int)') -%}
    select
        '{{ source_name }}' as source,
        '{{ entity }}' as stream,
        case when coalesce(max(_known_on) <= {{ as_of() }}, true)
            then coalesce(sum(case when is_standing then {{ rows }} else 0 end), 0)
        end as rows_standing,
        case when coalesce(max(_known_on) <= {{ as_of() }}, true)
            then sum(case when is_standing then cast({{ amount }} as {{ type_amount() }}) end)
        end as amount_standing
    from (
        select
            *,
            not _deleted and row_number() over (partition by _row_key order by _run_id desc) = 1 as is_standing
        from {{ source(source_name, stream) }}
    ) as versions
{%- endmacro %}
