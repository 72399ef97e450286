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
),

-- What part of a unit had, another part's correction may have taken back: those that begin are looked at as a whole.
beginning as (
    select
        units.level,
        units.unit_id,
        units.month
    from units
    cross join settings
    where
        units.level in ('account', 'customer')
        and units.opening <= settings.active_mrr_over
        and units.closing > settings.active_mrr_over
        and units.last_active_month is not null
),

active_before as (
    select
        beginning.level,
        beginning.unit_id,
        beginning.month,
        earlier.month as active_month
    from beginning
    inner join units as earlier
        on
            beginning.level = earlier.level
            and beginning.unit_id = earlier.unit_id
            and beginning.month > earlier.month
    cross join settings
    where
        beginning.level = 'account'
        and earlier.closing > settings.active_mrr_over
    union all
    select
        beginning.level,
        beginning.unit_id,
        beginning.month,
        earlier.base_month as active_month
    from beginning
    inner join {{ ref('int_hierarchy_regimes') }} as regimes
        on beginning.month = regimes.month
    inner join {{ ref('int_cohort_bases') }} as earlier
        on
            regimes.regime_month = earlier.regime_month
            and beginning.unit_id = earlier.customer_id
            and beginning.month > earlier.base_month
    where beginning.level = 'customer'
),

histories as (
    select
        beginning.level,
        beginning.unit_id,
        beginning.month,
        max(active_before.active_month) as last_active_month
    from beginning
    left join active_before
        on
            beginning.level = active_before.level
            and beginning.unit_id = active_before.unit_id
            and beginning.month = active_before.month
    group by beginning.level, beginning.unit_id, beginning.month
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
    case
        when histories.unit_id is not null then histories.last_active_month
        else units.last_active_month
    end as last_active_month
from units
cross join settings
left join histories
    on
        units.level = histories.level
        and units.unit_id = histories.unit_id
        and units.month = histories.month
