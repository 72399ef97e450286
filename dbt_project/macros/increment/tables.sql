{# Makes anew the rows of the present table that belong to what is `affected`, over those rows of its inputs alone. #}
{% macro renew_part_of_table(target, increment) -%}
    {%- set subject = increment.own.subject -%}
    {%- set key = '_row_key' if increment.renewed_by == 'row' else subject -%}
    {%- set chosen = id_of(key) ~ ' in (select id from affected)' -%}
    {%- set statement = affected_statement(increment) -%}
    {%- do run_query('create or replace temp table renewed as select * from (' ~ statement ~ '\n) where ' ~ chosen) -%}
    {%- do list_changes('(select * from ' ~ target ~ ' where ' ~ chosen ~ ')', 'renewed', key, subject) -%}
    {%- set changed = id_of(key) ~ ' in (select key from changed)' -%}
    {%- do run_query('delete from ' ~ target ~ ' where ' ~ changed) -%}
    {%- do run_query('insert into ' ~ target ~ ' by name select * from renewed where ' ~ changed) -%}
    {%- do note_changes(increment, subject) -%}
{%- endmacro %}

{# Makes room for the present table: what stood there goes, or waits under another name to be compared. #}
{% macro set_table_aside(existing, increment) -%}
    {%- if increment.extent is none -%}
        {{ drop_relation_if_exists(existing) }}
    {%- elif existing is not none -%}
        {%- set aside = table_aside(existing).include(database=false, schema=false) -%}
        {%- do run_query('alter table ' ~ existing ~ ' rename to ' ~ aside) -%}
    {%- endif -%}
{%- endmacro %}

{# Notes whose rows of the present table, which was made anew, are others than before. #}
{% macro compare_with_table_set_aside(existing, target, increment) -%}
    {%- if increment.extent == 'all' and existing is none -%}
        {%- do note_extent(increment, "'all'") -%}
    {%- elif increment.extent == 'all' -%}
        {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
        {%- set subject = increment.own.subject if increment.own.subject in columns else none -%}
        {%- do list_changes(table_aside(existing), target, subject, subject) -%}
        {%- do note_changes(increment, subject) -%}
        {%- do run_query('drop table ' ~ table_aside(existing)) -%}
    {%- endif -%}
{%- endmacro %}

{# The name under which a table waits while the same is made anew. #}
{% macro table_aside(relation) -%}
    {{ return(relation.incorporate(path={'identifier': relation.identifier ~ '__before'})) }}
{%- endmacro %}
