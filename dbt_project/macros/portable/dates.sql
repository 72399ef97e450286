{# The knowledge date of the run: nothing dated or posted after it may influence a result. #}
{% macro as_of() -%}
    cast('{{ var("as_of") }}' as date)
{%- endmacro %}

{# First day of the month of a date. #}
{% macro month_of(date_expression) -%}
    cast({{ dbt.date_trunc('month', date_expression) }} as date)
{%- endmacro %}

{# Last day of the month of a date; last_day() means the same on DuckDB and Spark. #}
{% macro month_end(date_expression) -%}
    last_day({{ date_expression }})
{%- endmacro %}

{# Number of days in the month of a date. #}
{% macro days_in_month(date_expression) -%}
    day(last_day({{ date_expression }}))
{%- endmacro %}

{% macro add_months(date_expression, months) -%}
    cast({{ dbt.dateadd('month', months, date_expression) }} as date)
{%- endmacro %}

{% macro add_days(date_expression, days) -%}
    cast({{ dbt.dateadd('day', days, date_expression) }} as date)
{%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(earlier, later) -%}
    {{ dbt.datediff(earlier, later, 'day') }}
{%- endmacro %}

{# Calendar months from one date's month to another's. #}
{% macro months_between_months(earlier, later) -%}
    {{ dbt.datediff(earlier, later, 'month') }}
{%- endmacro %}

{# First day of the last month that is published: the last whole month at the knowledge date. #}
{% macro last_published_month() -%}
    {{ month_of(add_months(add_days(as_of(), 1), -1)) }}
{%- endmacro %}

{# One row per month, column `month`, from one first-of-month to another, both included. #}
{% macro month_spine(first_month, last_month) -%}
    {{ adapter.dispatch('month_spine', 'account360')(first_month, last_month) }}
{%- endmacro %}

{% macro duckdb__month_spine(first_month, last_month) -%}
    select cast(unnest(generate_series({{ first_month }}, {{ last_month }}, interval 1 month)) as date) as month
{%- endmacro %}

{% macro spark__month_spine(first_month, last_month) -%}
    select explode(sequence({{ first_month }}, {{ last_month }}, interval 1 month)) as month
{%- endmacro %}

{# The date of a UTC timestamp in a time zone, given as an expression that holds the zone's name. #}
{% macro local_date(utc_timestamp, timezone) -%}
    {{ adapter.dispatch('local_date', 'account360')(utc_timestamp, timezone) }}
{%- endmacro %}

{% macro duckdb__local_date(utc_timestamp, timezone) -%}
    cast(timezone({{ timezone }}, timezone('UTC', {{ utc_timestamp }})) as date)
{%- endmacro %}

{% macro spark__local_date(utc_timestamp, timezone) -%}
    cast(from_utc_timestamp({{ utc_timestamp }}, {{ timezone }}) as date)
{%- endmacro %}

{# One row per day, column `day`, from one date to another, both included. #}
{% macro day_spine(first_day, last_day) -%}
    {{ adapter.dispatch('day_spine', 'account360')(first_day, last_day) }}
{%- endmacro %}

{% macro duckdb__day_spine(first_day, last_day) -%}
    select cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as day
{%- endmacro %}

{% macro spark__day_spine(first_day, last_day) -%}
    select explode(sequence({{ first_day }}, {{ last_day }}, interval 1 day)) as day
{%- endmacro %}

{# The day before every day that any source can name, for what has held for as long as is known. #}
{% macro beginning_of_time() -%}
    cast('1900-01-01' as date)
{%- endmacro %}

{# The day after every day that any source can name, for what still holds. #}
{% macro end_of_time() -%}
    cast('9999-12-31' as date)
{%- endmacro %}

{# Days from the Monday of a date's week to the date, 0 to 6; 1 January 1900 was a Monday. #}
{% macro days_since_monday(date_expression) -%}
    mod({{ days_between(beginning_of_time(), date_expression) }}, 7)
{%- endmacro %}

{# Every month from that of the earliest `first_day` of a relation to the last published one, with its last day. #}
{% macro published_months_since(first_days) -%}
    select
        month,
        {{ month_end('month') }} as month_end
    from (
        {{ month_spine(
            '(select ' ~ month_of('min(first_day)') ~ ' as first_month from ' ~ first_days ~ ')', last_published_month()
        ) }}
    ) as months
{%- endmacro %}
