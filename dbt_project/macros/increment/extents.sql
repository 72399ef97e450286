{# How much of the present model must be made anew in an increment: 'none', 'some' or 'all' of it, with what the books
   say of it and of what it reads; no extent where the night begins with an empty warehouse.

   The schema `increment` keeps the books: `models` has the statement each table was made by the last time and the
   column that tells whose a row is, `extents` how much of each relation has changed in this night, and `changes` whose
   rows those were. A relation that is not in the books has changed altogether. #}
{% macro increment_of(existing) -%}
    {%- if var('increment_after', none) is none -%}
        {{ return({'extent': none}) }}
    {%- endif -%}
    {%- set increment = increment_books(increment_inputs()) -%}
    {%- set extents = increment.inputs | map(attribute='extent') | list -%}
    {%- if existing is none or increment.own.statement != local_md5(compiled_code) -%}
        {%- do increment.update({'extent': 'all'}) -%}
    {%- elif extents | reject('equalto', 'none') | list | length == 0 -%}
        {%- do increment.update({'extent': 'none'}) -%}
    {%- elif increment.renewed_by is none or 'all' in extents -%}
        {%- do increment.update({'extent': 'all'}) -%}
    {%- else -%}
        {%- do list_affected(increment) -%}
        {%- set share = run_query('select count(*) from affected').rows[0][0] / var('increment_ids') -%}
        {%- set is_little = increment.renewed_by == 'row' or share <= var('increment_share') -%}
        {%- do increment.update({'extent': 'some' if is_little else 'all'}) -%}
    {%- endif -%}
    {{ return(increment) }}
{%- endmacro %}

{# The relations that the present statement reads, as `name` in the books and `relation` in the statement. What a model
   may read of sources that the company lacks is not in the statement. #}
{% macro increment_inputs() -%}
    {%- set found = [] -%}
    {%- for id in model.depends_on.nodes -%}
        {%- set node = graph.nodes.get(id) or graph.sources.get(id) -%}
        {%- if node.relation_name and (model['language'] != 'sql' or node.relation_name in compiled_code) -%}
            {%- do found.append({
                'name': increment_name(node),
                'relation': node.relation_name,
                'is_landing': id.startswith('source.'),
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# A relation's name in the books. #}
{% macro increment_name(node) -%}
    {{ return(node.schema ~ '.' ~ (node.alias or node.identifier)) }}
{%- endmacro %}

{# What the books say of the present model, `own`, and of its inputs. #}
{% macro increment_books(inputs) -%}
    {%- set names = [increment_name(model)] + inputs | map(attribute='name') | list -%}
    {%- set asked -%}
        select
            coalesce(extents.extent, 'all'),
            models.statement,
            models.subject,
            models.ties
        from (values {% for name in names %}('{{ name }}', {{ loop.index }}){{ ', ' if not loop.last }}{% endfor %})
            as asked (name, place)
        left join increment.extents as extents on asked.name = extents.name
        left join increment.models as models on asked.name = models.name
        order by asked.place
    {%- endset -%}
    {%- set rows = run_query(asked).rows -%}
    {%- for input in inputs -%}
        {%- do input.update({'extent': rows[loop.index][0], 'subject': rows[loop.index][2]}) -%}
    {%- endfor -%}
    {{ return({
        'own': {'name': names[0], 'statement': rows[0][1], 'subject': rows[0][2], 'ties': rows[0][3]},
        'inputs': inputs,
        'renewed_by': model.config.meta.get('renewed_by'),
    }) }}
{%- endmacro %}
