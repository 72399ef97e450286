{# What dbt's own macros of dates do on Spark, made to agree with DuckDB: theirs fail at a NULL, where a date that is
   not known has to stay so, and write an expression ten times over, which nests. #}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- if datepart == 'day' -%}
    date_add(cast({{ from_date_or_timestamp }} as date), cast({{ interval }} as int))
    {%- elif datepart == 'month' -%}
    add_months(cast({{ from_date_or_timestamp }} as date), cast({{ interval }} as int))
    {%- else -%}
    {{ exceptions.raise_compiler_error('Only days and months are added on Spark, not ' ~ datepart ~ 's.') }}
    {%- endif -%}
{%- endmacro %}

{# Boundaries between two dates, a bigint as on DuckDB. #}
{% macro spark__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'day' -%}
    cast(datediff({{ second_date }}, {{ first_date }}) as bigint)
    {%- elif datepart == 'month' -%}
    cast(
        12 * (year({{ second_date }}) - year({{ first_date }})) + month({{ second_date }}) - month({{ first_date }})
        as bigint
    )
    {%- else -%}
    {{ exceptions.raise_compiler_error('Only days and months are counted on Spark, not ' ~ datepart ~ 's.') }}
    {%- endif -%}
{%- endmacro %}
