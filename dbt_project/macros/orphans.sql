{# Rows of every staged stream that name an account nobody knows, one under the other. #}
{% macro orphaned_rows(entities) -%}
    {%- for entity in entities %}
    {%- set entity_loop = loop %}
    {%- for source_name in var('canonical_sources')[entity] if is_landed(source_name) | trim %}
    select
        staged._source,
        '{{ entity }}' as stream,
        staged._origin_file,
        staged._origin_row,
        staged._row_key,
        staged.account_id
    from {{ ref('stg_' ~ source_name ~ '__' ~ entity) }} as staged
    left join {{ ref('int_account_ids') }} as ids
        on
            staged.account_id = ids.source_account_id
            and ids.system = '{{ system_of(entity) }}'
    where
        ids.account_id is null
        and staged.account_id is not null
        and not staged.is_deleted
        {%- if not (loop.last and entity_loop.last) %}
    union all
        {%- endif %}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}
