{# The components of health that the models can measure; the policy weighs them and may leave some out. #}
{% macro health_components() -%}
    {{- return([
        'adoption', 'usage_trend', 'support_balance', 'complaints', 'payment', 'contact', 'survey', 'sponsor'
    ]) }}
{%- endmacro %}

{# One number that the policy sets for a component, for a select over int_health_components. #}
{% macro component_number(component, name) -%}
    max(case when component = '{{ component }}' then {{ name }} end)
{%- endmacro %}

{# The band of a health score by the policy's two bounds; NULL for no score. #}
{% macro health_band(score, settings) -%}
    case
        when {{ score }} >= {{ settings }}.good_from then 'good'
        when {{ score }} < {{ settings }}.poor_below then 'poor'
        when {{ score }} is not null then 'fair'
    end
{%- endmacro %}

{# One bound, `low` or `high`, of the interval of a share that lies, with the confidence of a normal quantile, around
   `hits` of `n` (Wilson 1927, Journal of the American Statistical Association 22, 209-212); n need not be whole. NULL
   when n is 0. Twelve digits, so that the bound of none is 0 and no rounding error below it. #}
{% macro wilson_bound(bound, hits, n, quantile) -%}
    {%- set share = safe_divide(hits, n) -%}
    {%- set square = quantile ~ ' * ' ~ quantile -%}
    cast(cast((
        {{ share }} + {{ safe_divide(square, '(2 * ' ~ n ~ ')') }}
        {{ '-' if bound == 'low' else '+' }} {{ quantile }} * sqrt(
            {{ safe_divide('(' ~ share ~ ' * (1 - ' ~ share ~ '))', n) }}
            + {{ safe_divide(square, '(4 * ' ~ n ~ ' * ' ~ n ~ ')') }}
        )
    ) / (1 + {{ safe_divide(square, n) }}) as decimal(18, 12)) as {{ type_double() }})
{%- endmacro %}
