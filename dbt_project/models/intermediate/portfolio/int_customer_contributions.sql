select
    hierarchy.customer_id,
    sum(profitability.contribution) as contribution,
    sum(profitability.support_cost + profitability.meeting_cost) as cost_to_serve
from {{ ref('profitability') }} as profitability
inner join {{ ref('int_account_hierarchy') }} as hierarchy
    on profitability.account_id = hierarchy.account_id
group by hierarchy.customer_id
