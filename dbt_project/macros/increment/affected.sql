{# Lists in the temporary table `affected` what must be made anew of a model of which a part is: the keys of the rows
   that have landed since, or the ids of every account that the changed ones are tied to, be it by another system's id
   for it or by a customer that both belong to. #}
{% macro list_affected(increment) -%}
    {%- if increment.renewed_by == 'row' -%}
        {%- set landed = increment.inputs | selectattr('is_landing') | first -%}
        {%- do run_query(
            'create or replace temp table affected as select distinct _row_key as id from ' ~ landed.relation
            ~ " where _run_id > '" ~ var('increment_after') ~ "'"
        ) -%}
    {%- else -%}
        {%- set names = "'" ~ (increment.inputs | map(attribute='name') | join("', '")) ~ "'" -%}
        {%- do run_query('
            create or replace temp table affected as
            with recursive tied as (
                select id from increment.changes where name in (' ~ names ~ ')
                union
                select links.other_id from tied inner join increment.links as links on tied.id = links.id
            )
            select id from tied
        ') -%}
    {%- endif -%}
{%- endmacro %}

{# The id by which the rows of a relation are chosen; no id of a company is empty, so that stands for nobody's row. #}
{% macro id_of(column) -%}
    {{ return("coalesce(" ~ column ~ ", '')" if column else "''") }}
{%- endmacro %}

{# The present statement with each input cut down to what is `affected`; an input that tells nothing of whose its rows
   are is read whole. #}
{% macro affected_statement(increment) -%}
    {%- set cut = namespace(statement=compiled_code) -%}
    {%- for input in increment.inputs -%}
        {%- set by_row = increment.renewed_by == 'row' -%}
        {%- set column = ('_row_key' if input.is_landing else none) if by_row else input.subject -%}
        {%- if column -%}
            {%- set chosen = id_of(column) ~ ' in (select id from affected)' -%}
            {%- set part = '(select * from ' ~ input.relation ~ ' where ' ~ chosen ~ ')' -%}
            {%- set cut.statement = cut.statement | replace(input.relation, part) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(cut.statement) }}
{%- endmacro %}
