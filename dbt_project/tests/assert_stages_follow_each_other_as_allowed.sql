-- No account goes from one stage of the lifecycle to another that may not follow it.
select
    account_id,
    month,
    previous_stage,
    stage
from {{ ref('lifecycle_months') }}
where not is_allowed
