{# Sums of movements, and the ratios drawn from the sums: never an average of ratios. The relation has one row per
   unit with opening, the movements, closing and the movement's name. #}
{% macro kpi_totals(relation, by) -%}
    select
        {{ by | join(', ') }},
        sum(opening) as opening,
        sum(new) as new,
        sum(reactivation) as reactivation,
        sum(expansion) as expansion,
        sum(contraction) as contraction,
        sum(churn) as churn,
        sum(fx) as fx,
        sum(rounding) as rounding,
        sum(closing) as closing,
        sum(case when opening > 0 then 1 else 0 end) as customers_open,
        sum(case when closing > 0 then 1 else 0 end) as customers_close,
        sum(case when movement = 'churn' then 1 else 0 end) as customers_churned
    from {{ relation }}
    group by {{ by | join(', ') }}
{%- endmacro %}

{% macro kpi_columns() -%}
    cast(opening as decimal(18, 2)) as opening,
    cast(new as decimal(18, 2)) as new,
    cast(reactivation as decimal(18, 2)) as reactivation,
    cast(expansion as decimal(18, 2)) as expansion,
    cast(contraction as decimal(18, 2)) as contraction,
    cast(churn as decimal(18, 2)) as churn,
    cast(fx as decimal(18, 2)) as fx,
    cast(rounding as decimal(18, 2)) as rounding,
    cast(closing as decimal(18, 2)) as closing,
    cast(12 * closing as decimal(18, 2)) as arr,
    cast(customers_open as bigint) as customers_open,
    cast(customers_close as bigint) as customers_close,
    cast(customers_churned as bigint) as customers_churned,
    {{ safe_divide('opening + expansion + contraction + churn', 'opening') }} as nrr,
    {{ safe_divide('opening + contraction + churn', 'opening') }} as grr,
    {{ safe_divide('customers_open - customers_churned', 'customers_open') }} as logo_retention,
    {{ safe_divide('new + reactivation + expansion', '-1 * (contraction + churn)') }} as quick_ratio,
    {{ rounded(safe_divide('closing', 'customers_close'), 18, 2) }} as arpa
{%- endmacro %}
