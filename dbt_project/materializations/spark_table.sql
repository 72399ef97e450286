{# A table made in place on Spark too, in the format that the session names. A model in Python hands its rows over as a
   file, which flows/spark/python_models.py writes. #}
{% materialization table, adapter='spark', supported_languages=['sql', 'python'] %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {{ drop_relation_if_exists(existing) }}
    {%- call statement('main', language=model['language']) -%}
        {%- if model['language'] == 'python' -%}
        {{ compiled_code }}
        {%- else -%}
        {{ create_table_as(False, target, with_every_space_trimmed(compiled_code)) }}
        {%- endif -%}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
