-- The day is the first one of the month, which no later day of it changes.
select
    account_id,
    coalesce(product, '') as product,
    coalesce(module, '') as module,
    {{ month_of('used_on') }} as month,
    min(used_on) as used_on
from {{ ref('int_usage') }}
where events > 0 or active_users > 0
group by account_id, coalesce(product, ''), coalesce(module, ''), {{ month_of('used_on') }}
