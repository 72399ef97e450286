{# Every row of a relation with its monthly amount: the amount over the months of its service, anniversary months where
   the period fits them, else covered days of each calendar month. The relation holds amount, service_start, service_end
   and day_after, which is the day after the end. #}
{% macro with_monthly_amount(relation) -%}
    select
        fitted.*,
        case
            when is_whole_months then {{ scale_amount('amount', '1', 'anniversary_months') }}
            when month_borders = 0 then {{ scale_amount('amount', 'days_of_first_month', 'days_covered') }}
            else
                {{ scale_amount(
                    'amount',
                    'days_of_first_month * days_of_last_month',
                    'days_from_start * days_of_last_month'
                    ~ ' + (month_borders - 1) * days_of_first_month * days_of_last_month'
                    ~ ' + days_to_end * days_of_first_month'
                ) }}
        end as monthly_amount
    -- A period that begins on the last day of a short month fits only when counted back from its end.
    from (
        select
            counted.*,
            anniversary_months > 0
            and (
                {{ add_months('service_start', 'anniversary_months') }} = day_after
                or {{ add_months('day_after', '-1 * anniversary_months') }} = service_start
            ) as is_whole_months
        from (
            select
                {{ relation }}.*,
                {{ months_between_months('service_start', 'day_after') }} as anniversary_months,
                {{ months_between_months('service_start', 'service_end') }} as month_borders,
                {{ days_in_month('service_start') }} as days_of_first_month,
                {{ days_in_month('service_end') }} as days_of_last_month,
                {{ days_between('service_start', month_end('service_start')) }} + 1 as days_from_start,
                {{ days_between(month_of('service_end'), 'service_end') }} + 1 as days_to_end,
                {{ days_between('service_start', 'day_after') }} as days_covered
            from {{ relation }}
        ) as counted
    ) as fitted
{%- endmacro %}
