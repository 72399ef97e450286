{%- set units = {
    'account': 'account_id',
    'customer': 'customer_id',
    'product': "customer_id || '|' || product",
} %}
with

settings as (
    select * from {{ ref('int_policy_settings') }}
),

-- Opening and closing are grouped by the hierarchy of the same month, so that a merger moves nothing by itself.
units as (
    {%- for level, unit_id in units.items() %}
    select
        '{{ level }}' as level,
        {{ unit_id }} as unit_id,
        customer_id,
        {{ 'product' if level == 'product' else "''" }} as product,
        month,
        sum(opening) as opening,
        sum(fx) as fx,
        sum(closing) as closing,
        max(last_active_month) as last_active_month
    from {{ ref('int_mrr_balances') }}
    group by {{ unit_id }}, customer_id, {{ 'product, ' if level == 'product' else '' }}month
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    units.level,
    units.unit_id,
    units.customer_id,
    units.product,
    units.month,
    cast(case when units.opening > settings.active_mrr_over then units.opening else 0 end as {{ type_money() }})
        as opening,
    cast(units.fx as {{ type_money() }}) as fx,
    cast(case when units.closing > settings.active_mrr_over then units.closing else 0 end as {{ type_money() }})
        as closing,
    units.last_active_month
from units
cross join settings
