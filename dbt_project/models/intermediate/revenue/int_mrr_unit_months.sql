with

units as (
    select
        'account' as level,
        account_id as unit_id,
        customer_id,
        month,
        mrr
    from {{ ref('int_mrr_account_months') }}
    union all
    select
        'customer' as level,
        customer_id as unit_id,
        customer_id,
        month,
        sum(mrr) as mrr
    from {{ ref('int_mrr_account_months') }}
    group by customer_id, month
)

select
    units.level,
    units.unit_id,
    units.customer_id,
    units.month,
    cast(case when units.mrr > settings.active_mrr_over then units.mrr else 0 end as {{ type_money() }}) as mrr
from units
cross join {{ ref('int_policy_settings') }} as settings
