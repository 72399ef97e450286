with

targets as (
    select * from {{ ref('int_targets') }}
    where measured_to is not null
)

-- Whose facts count: an account's own, those of all accounts of an owner, or everybody's. Kept as a table, so that the
-- facts are joined by account and metric in one step, never by period alone.
select
    target_id,
    metric,
    account_id,
    period_start,
    measured_to
from targets
where level = 'account'
union all
select
    targets.target_id,
    targets.metric,
    accounts.account_id,
    targets.period_start,
    targets.measured_to
from targets
inner join {{ ref('int_accounts') }} as accounts
    on targets.owner_id = accounts.owner_id
where targets.level = 'owner'
union all
select
    targets.target_id,
    targets.metric,
    accounts.account_id,
    targets.period_start,
    targets.measured_to
from targets
cross join {{ ref('int_accounts') }} as accounts
where targets.level = 'company'
union all
select
    target_id,
    metric,
    '' as account_id,
    period_start,
    measured_to
from targets
where level = 'company'
