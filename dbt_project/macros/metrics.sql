{# Figures of a relation as rows of the scorecard: the metric's name and the expression of each. The relation has a
   month; a figure is measured at its end unless the relation says otherwise, and n is what it rests on. #}
{% macro metric_rows(relation, metrics, n='cast(null as bigint)', measured_on=month_end('month')) -%}
    {%- for metric, expression in metrics %}
    select
        '{{ metric }}' as metric,
        month,
        cast({{ expression }} as {{ type_figure() }}) as actual,
        cast({{ n }} as bigint) as n,
        {{ measured_on }} as measured_on
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
