{# Class by the revenue share of those before a customer: A below abc_a, B below abc_b, else C; none without revenue. #}
{% macro abc_class(shares, thresholds) -%}
    case
        when {{ shares }}.customer_id is null then 'none'
        when
            {{ safe_divide(shares ~ '.revenue_so_far - ' ~ shares ~ '.revenue_ttm', shares ~ '.revenue_of_all') }}
            < {{ thresholds }}.abc_a
            then 'A'
        when
            {{ safe_divide(shares ~ '.revenue_so_far - ' ~ shares ~ '.revenue_ttm', shares ~ '.revenue_of_all') }}
            < {{ thresholds }}.abc_b
            then 'B'
        else 'C'
    end
{%- endmacro %}
