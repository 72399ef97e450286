{# A seed is read by Spark itself: dbt's own way inserts literals, and those of Spark drop a quote that is written
   twice. Its rows are copied, since dbt may write what it ran over the file of a seed that stands outside the project. #}
{% macro spark__create_csv_table(model, agate_table) -%}
    {%- set types = model.config.get('column_types', {}) -%}
    {%- call statement('_') %}
        create or replace temporary view {{ model.alias }}_rows (
            {%- for name in agate_table.column_names %}
            {{ name }} {{ types.get(name, 'string') | replace('varchar', 'string') }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        using csv
        options (
            path {{ text_literal(agate_table.original_abspath) }},
            header 'true',
            quote '"',
            escape '"',
            multiLine 'true',
            mode 'FAILFAST'
        )
    {%- endcall -%}
    {%- set rows_copied -%}
        create table {{ this }} as select * from {{ model.alias }}_rows
    {%- endset -%}
    {%- call statement('_') -%}
        {{ rows_copied }}
    {%- endcall -%}
    {{ return(rows_copied) }}
{%- endmacro %}

{% macro spark__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {%- do adapter.drop_relation(old_relation) -%}
    {{ return(create_csv_table(model, agate_table)) }}
{%- endmacro %}

{# The table reads the file: there is nothing to load. #}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {{ return('') }}
{%- endmacro %}
