select
    cast(account_id as string) as account_id,
    cast(step as string) as step,
    cast(evidence as string) as evidence,
    cast(status as string) as status,
    cast(life_number as int) as onboarding_number,
    cast({{ days_between('due_on', 'done_on') }} as int) as days_after_due,
    cast(due_on as date) as due_on,
    cast(done_on as date) as done_on
from {{ ref('int_onboarding_steps') }}
