{# Class by the revenue share of those before a customer: A below abc_a, B below abc_b, else C; none without revenue.
   Nine decimals of a share are enough, and without the rest a share that lies on a threshold is not moved off it. #}
{% macro abc_class(shares, thresholds) -%}
    case
        when {{ shares }}.customer_id is null then 'none'
        when {{ share_before(shares) }} < {{ thresholds }}.abc_a then 'A'
        when {{ share_before(shares) }} < {{ thresholds }}.abc_b then 'B'
        else 'C'
    end
{%- endmacro %}

{% macro share_before(shares) -%}
    round(
        {{ safe_divide(shares ~ '.revenue_so_far - ' ~ shares ~ '.revenue_ttm', shares ~ '.revenue_of_all') }}, 9
    )
{%- endmacro %}
