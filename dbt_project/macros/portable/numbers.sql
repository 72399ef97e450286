{# 64-bit floating point; dbt's own type_float() is 32-bit on DuckDB. For ratios only, never for money. #}
{% macro type_double() -%}
    double
{%- endmacro %}

{# An amount of money before it is rounded for publication. #}
{% macro type_amount() -%}
    decimal(20, 8)
{%- endmacro %}

{# A sum of amounts by which customers are ranked and shares drawn: finer than cents, so that nothing is rounded too
   early, and coarser than an amount, so that what is equal stays equal however it was divided into months. #}
{% macro type_sum() -%}
    decimal(20, 6)
{%- endmacro %}

{# A sum of ratios that does not depend on the order of its parts, as one of floating-point numbers does. #}
{% macro sum_of_ratios(ratio) -%}
    cast(sum(cast({{ ratio }} as decimal(38, 18))) as {{ type_double() }})
{%- endmacro %}

{# A published amount in cents. #}
{% macro type_money() -%}
    decimal(18, 2)
{%- endmacro %}

{% macro type_rate() -%}
    decimal(16, 8)
{%- endmacro %}

{# A ratio as a double; NULL when the denominator is 0 or NULL. #}
{% macro safe_divide(numerator, denominator) -%}
    (cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0))
{%- endmacro %}

{# A number with a point to divide by. DuckDB divides decimals as doubles; Spark keeps six decimals of the result unless
   one side is a double. #}
{% macro divisor(number) -%}
    {{ adapter.dispatch('divisor', 'account360')(number) }}
{%- endmacro %}

{% macro duckdb__divisor(number) -%}
    {{ number }}
{%- endmacro %}

{% macro spark__divisor(number) -%}
    {{ number }}d
{%- endmacro %}

{# A ratio as a decimal, ties away from zero as DuckDB settles them: by the double that the ratio times a power of ten
   is. Spark would settle them by the ratio's shortest text, so that 1234.565 in cents is not always the same. #}
{% macro rounded(ratio, digits, decimals) -%}
    {{ adapter.dispatch('rounded', 'account360')(ratio, digits, decimals) }}
{%- endmacro %}

{% macro duckdb__rounded(ratio, digits, decimals) -%}
    cast({{ ratio }} as decimal({{ digits }}, {{ decimals }}))
{%- endmacro %}

{% macro spark__rounded(ratio, digits, decimals) -%}
    cast(
        cast(round(({{ ratio }}) * 1e{{ decimals }}d) as decimal({{ digits }}, 0)) * 0.{{ '0' * (decimals - 1) }}1
        as decimal({{ digits }}, {{ decimals }})
    )
{%- endmacro %}

{# An amount times a whole number over a whole number. Both engines divide decimals as doubles, whose fifteen digits
   carry eight decimals of any amount below ten million; the result is one rounded decimal, so that later sums are
   exact and do not depend on their order. #}
{% macro scale_amount(amount, numerator, denominator) -%}
    {{ adapter.dispatch('scale_amount', 'account360')(amount, numerator, denominator) }}
{%- endmacro %}

{% macro duckdb__scale_amount(amount, numerator, denominator) -%}
    cast(
        cast({{ amount }} as double) * ({{ numerator }}) / nullif({{ denominator }}, 0)
        as {{ type_amount() }}
    )
{%- endmacro %}

{% macro spark__scale_amount(amount, numerator, denominator) -%}
    {{ rounded('cast(' ~ amount ~ ' as double) * (' ~ numerator ~ ') / nullif(' ~ denominator ~ ', 0)', 20, 8) }}
{%- endmacro %}

{# An amount in another currency, at a rate of reporting units per unit. #}
{% macro convert_amount(amount, rate) -%}
    cast(cast({{ amount }} as {{ type_amount() }}) * cast({{ rate }} as {{ type_rate() }}) as {{ type_amount() }})
{%- endmacro %}

{# The greater of two numbers; the other one where one is NULL, which the engines' own functions do not agree on. #}
{% macro greater_of(one, other) -%}
    case
        when {{ one }} >= {{ other }} or {{ other }} is null then {{ one }}
        else {{ other }}
    end
{%- endmacro %}

{# A figure of any unit, money or ratio, exact to eight decimals, where figures of several units share a column. #}
{% macro type_figure() -%}
    decimal(28, 8)
{%- endmacro %}
