with

all_plans as (
    select
        account_id,
        count(*) as plans,
        max(plan_end) as last_plan_end
    from {{ ref('account_plans') }}
    group by account_id
),

running_projects as (
    select
        account_id,
        sum(case when is_running then 1 else 0 end) as running_projects,
        sum(case when is_overdue then 1 else 0 end) as overdue_projects
    from {{ ref('projects') }}
    group by account_id
),

analysed as (
    select
        account_id,
        sum(case when items_filled > 0 then 1 else 0 end) as frameworks_begun
    from {{ ref('analysis_coverage') }}
    group by account_id
),

white_spaces as (
    select
        account_id,
        sum(case when is_white_space then 1 else 0 end) as products_not_held
    from {{ ref('white_space') }}
    group by account_id
)

select
    cast(accounts.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(segments.segment as string) as segment,
    cast(plans.plan_id as string) as plan_id,
    cast(plans.outlook as string) as outlook,
    cast(coalesce(products.products_in_use, 0) as bigint) as products_in_use,
    cast(white_spaces.products_not_held as bigint) as products_not_held,
    cast(coalesce(all_plans.plans, 0) as bigint) as plans,
    cast(coalesce(targets.targets, 0) as bigint) as targets,
    cast(coalesce(targets.running_targets, 0) as bigint) as running_targets,
    cast(coalesce(targets.judged_targets, 0) as bigint) as judged_targets,
    cast(coalesce(targets.reached_targets, 0) as bigint) as reached_targets,
    targets.forecast_error,
    {{ safe_divide(days_between(as_of(), 'contracts.contract_until') ~ ' * 12', '365.25') }} as months_of_contract_left,
    cast(coalesce(analysed.frameworks_begun, 0) as bigint) as frameworks_begun,
    cast(coalesce(promises.open_commitments, 0) as bigint) as open_commitments,
    cast(coalesce(promises.overdue_commitments, 0) as bigint) as overdue_commitments,
    promises.kept_rate as commitments_kept_rate,
    cast(coalesce(wishes.requests - wishes.answered, 0) as bigint) as unanswered_requests,
    cast(coalesce(quotes.open_quotes, 0) as bigint) as open_quotes,
    cast(quotes.open_monthly_amount as decimal(18, 2)) as open_quotes_monthly_amount,
    cast(quotes.last_outcome as string) as last_quote_outcome,
    quotes.win_rate,
    cast(coalesce(running_projects.running_projects, 0) as bigint) as running_projects,
    cast(coalesce(running_projects.overdue_projects, 0) as bigint) as overdue_projects,
    plans.plan_id is not null as has_plan,
    targets.account_id is not null as has_target,
    coalesce(plans.is_playbook_done, false) as is_playbook_done,
    coalesce(products.products_in_use, 0) > 1 as is_multi_product,
    cast(all_plans.last_plan_end as date) as last_plan_end,
    cast(contracts.contract_until as date) as contract_until
from {{ ref('int_accounts') }} as accounts
inner join {{ ref('int_account_segments') }} as segments
    on accounts.account_id = segments.account_id
left join {{ ref('account_plans') }} as plans
    on
        accounts.account_id = plans.account_id
        and plans.is_current
left join all_plans
    on accounts.account_id = all_plans.account_id
left join {{ ref('int_account_targets') }} as targets
    on accounts.account_id = targets.account_id
left join {{ ref('int_account_contracts') }} as contracts
    on accounts.account_id = contracts.account_id
left join {{ ref('int_account_products') }} as products
    on accounts.account_id = products.account_id
left join white_spaces
    on accounts.account_id = white_spaces.account_id
left join analysed
    on accounts.account_id = analysed.account_id
left join {{ ref('commitment_rates') }} as promises
    on
        accounts.account_id = promises.unit_id
        and promises.level = 'account'
left join {{ ref('feature_request_rates') }} as wishes
    on accounts.account_id = wishes.account_id
left join {{ ref('opportunity_outcomes') }} as quotes
    on
        accounts.account_id = quotes.account_id
        and quotes.type = 'ALL'
left join running_projects
    on accounts.account_id = running_projects.account_id
where not accounts.is_deleted
