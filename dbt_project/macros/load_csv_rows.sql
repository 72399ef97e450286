{# Loads a seed as dbt-duckdb does, but whatever the path and the values hold: the path is a literal and no pattern, and
   the quote is told, since the reader would guess it. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set path = adapter.get_seed_file_path(model) -%}
    {%- set literal = path | replace("'", "''") | replace('[', '[[]') | replace('*', '[*]') -%}
    {%- set statement -%}
        copy {{ this.render() }} from '{{ literal }}' (format csv, header true, delimiter ',', quote '"', escape '"')
    {%- endset -%}
    {%- do adapter.add_query(statement, abridge_sql_log=true) -%}
    {{ return(statement) }}
{% endmacro %}
