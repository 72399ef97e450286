with

-- A key account has a plan when one of its group's accounts has.
planned as (
    select
        key_accounts.customer_id,
        max(case when planning.has_plan then 1 else 0 end) as has_plan
    from {{ ref('key_accounts') }} as key_accounts
    inner join {{ ref('int_account_hierarchy') }} as hierarchy
        on key_accounts.customer_id = hierarchy.customer_id
    left join {{ ref('account_planning') }} as planning
        on hierarchy.account_id = planning.account_id
    where key_accounts.is_key_account
    group by key_accounts.customer_id
),

plans as (
    select
        count(*) as customers,
        {{ safe_divide('sum(has_plan)', 'count(*)') }} as share_planned,
        {{ last_published_month() }} as month
    from planned
),

promises as (
    select
        kept_rate,
        judged,
        {{ last_published_month() }} as month
    from {{ ref('commitment_rates') }}
    where level = 'company'
),

wishes as (
    select
        mean_days_to_answer,
        answered,
        {{ last_published_month() }} as month
    from {{ ref('feature_request_rates') }}
    where account_id = 'ALL'
),

explained as (
    select
        months.month,
        count(*) as churns,
        {{ safe_divide('sum(case when churned.has_reason then 1 else 0 end)', 'count(*)') }} as share_explained
    from {{ ref('int_scorecard_months') }} as months
    inner join {{ ref('churned_customers') }} as churned
        on
            months.month >= churned.month
            and {{ add_months('months.month', -12) }} < churned.month
    group by months.month
)

{{ metric_rows('plans', [('key_accounts_planned', 'share_planned')], n='customers', measured_on=as_of()) }}
union all
{{ metric_rows('promises', [('commitments_kept', 'kept_rate')], n='judged', measured_on=as_of()) }}
union all
{{ metric_rows('wishes', [('feature_request_days', 'mean_days_to_answer')], n='answered', measured_on=as_of()) }}
union all
{{ metric_rows('explained', [('churn_reasons_known', 'share_explained')], n='churns') }}
