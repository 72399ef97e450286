{# A table made in place. dbt's own way makes it under another name, renames what stood there and drops that, so that
   readers see either; nobody reads the warehouse while it is built.

   A night begins with an empty warehouse, or with the one of the night before where an increment is asked for: then a
   table stays, is renewed in part or is made anew by what has changed of that which it is made of. #}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set increment = increment_of(existing) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if increment.extent == 'none' -%}
        {%- do note_extent(increment, "'none'") -%}
    {%- elif increment.extent == 'some' -%}
        {%- do renew_part_of_table(target, increment) -%}
    {%- else -%}
        {%- do set_table_aside(existing, increment) -%}
        {%- set statement_of_table = create_table_as(False, target, compiled_code, model['language']) -%}
        {%- if model['language'] == 'python' -%}
            {#- dbt runs Python for a materialization itself, and for no macro of its. -#}
            {%- call statement('main', language='python') -%}{{ statement_of_table }}{%- endcall -%}
        {%- else -%}
            {#- dbt's own call would write the statement to a file that nobody reads, beside the compiled model. -#}
            {%- do store_result('main', response=adapter.execute(statement_of_table)[0]) -%}
        {%- endif -%}
        {%- do compare_with_table_set_aside(existing, target, increment) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
