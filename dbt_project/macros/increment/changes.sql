{# Lists in the temporary table `changed` the keys whose rows are not the same in two relations, with the subjects of
   those rows: one key for the whole where rows have none. Rows are compared by the sum of their hashes, which 128 bits
   hold exactly, so that their order does not matter. #}
{% macro list_changes(before, after, key, subject) -%}
    {%- do run_query('
        create or replace temp table changed as
        select key, subject
        from (
            select ' ~ id_of(key) ~ ' as key, ' ~ id_of(subject) ~ ' as subject, hash(rows) as hash, 1 as side
            from ' ~ before ~ ' as rows
            union all
            select ' ~ id_of(key) ~ ', ' ~ id_of(subject) ~ ', hash(rows), -1
            from ' ~ after ~ ' as rows
        )
        group by key, subject
        having sum(side) <> 0 or sum(side * cast(hash as hugeint)) <> 0
    ') -%}
{%- endmacro %}

{# Enters into the books whose rows of the present table have changed, and what ties them to others now. #}
{% macro note_changes(increment, subject) -%}
    {%- if subject -%}
        {%- set name = "'" ~ increment.own.name ~ "'" -%}
        {%- do run_query('insert into increment.changes select distinct ' ~ name ~ ', subject from changed') -%}
        {%- if increment.own.ties -%}
            {%- do run_query(increment.own.ties ~ ' and ' ~ id_of(subject) ~ ' in (select subject from changed)') -%}
        {%- endif -%}
    {%- endif -%}
    {%- set extent = "'" ~ ('some' if subject else 'all') ~ "'" -%}
    {%- do note_extent(increment, 'case when exists (select 1 from changed) then ' ~ extent ~ " else 'none' end") -%}
{%- endmacro %}

{# Enters how much of the present table has changed. dbt asks for the result of one statement by the name of `main`. #}
{% macro note_extent(increment, extent) -%}
    {%- set entry = "insert into increment.extents select '" ~ increment.own.name ~ "', " ~ extent -%}
    {%- if load_result('main') is none -%}
        {%- call statement('main') -%}{{ entry }}{%- endcall -%}
    {%- else -%}
        {%- do run_query(entry) -%}
    {%- endif -%}
{%- endmacro %}
