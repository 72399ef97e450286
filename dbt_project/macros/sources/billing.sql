{# An amount in a currency's smallest unit, as billing systems write it, in whole units. A system that divides a
   currency otherwise than ISO 4217 says so in source_values. The currency must be given with its relation, since the
   seed has a column of that name too. #}
{% macro from_smallest_unit(amount, currency, source_name) -%}
    cast(
        cast({{ amount }} as {{ type_amount() }}) * cast(power(10, -1 * coalesce(
            cast({{ meaning_of(currency, source_name, 'currencies', 'decimals') }} as int),
            (
                select max(decimals)
                from {{ ref('currency_decimals') }} as units
                where units.currency = upper({{ currency }})
            ),
            2
        )) as decimal(12, 8)) as {{ type_amount() }}
    )
{%- endmacro %}

{# The last day of a service whose end is the moment at which the next period begins, or the second before it; a service
   that ends on the day it began has that one day. Moments are seconds since 1970 as text. #}
{% macro last_service_day(first_second, last_second, timezone) -%}
    {%- set first_day = local_date(epoch_moment(first_second), timezone) %}
    {%- set last_day = add_days(local_date(epoch_moment('cast(' ~ last_second ~ ' as bigint) + 1'), timezone), -1) %}
    case when {{ last_day }} < {{ first_day }} then {{ first_day }} else {{ last_day }} end
{%- endmacro %}

{# Billing periods in a month; calendar facts: a year has 12 months and 365 days. NULL for what does not recur. #}
{% macro periods_in_a_month(unit, units) -%}
    (
        case lower({{ unit }})
            when 'month' then cast(1 as {{ type_double() }})
            when 'year' then cast(1 as {{ type_double() }}) / 12
            when 'week' then cast(365 as {{ type_double() }}) / 84
            when 'day' then cast(365 as {{ type_double() }}) / 12
        end / coalesce(nullif(cast({{ units }} as {{ type_double() }}), 0), 1)
    )
{%- endmacro %}

{# Months of one billing period; NULL where it is no whole number of them. #}
{% macro months_of_period(unit, units) -%}
    case lower({{ unit }})
        when 'month' then 1
        when 'year' then 12
    end * coalesce(cast({{ units }} as bigint), 1)
{%- endmacro %}

{# The newest version of every landed object of a stream that is not gone, and on every row the day of the newest
   landing: what the landing holds whatever the staging models make of it. #}
{% macro standing_versions(source_name, stream) -%}
    select *
    from (
        select
            *,
            max(_known_on) over () as newest_known_on,
            row_number() over (partition by _row_key order by _run_id desc) as rank_of_version
        from {{ source(source_name, stream) }}
    ) as versions
    where
        rank_of_version = 1
        and not _deleted
{%- endmacro %}
