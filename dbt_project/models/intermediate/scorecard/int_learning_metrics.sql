with

learning as (
    select * from {{ ref('learning_months') }}
    where segment = 'ALL'
),

plans as (
    select
        count(*) as plans,
        {{ safe_divide('sum(case when is_stale then 0 else 1 end)', 'count(*)') }} as share_alive,
        {{ last_published_month() }} as month
    from {{ ref('account_plans') }}
    where is_in_force
),

wishes as (
    select
        answer_rate,
        requests,
        {{ last_published_month() }} as month
    from {{ ref('feature_request_rates') }}
    where account_id = 'ALL'
)

{{ metric_rows('learning', [('accounts_trained', 'share_trained')], n='paying_accounts') }}
union all
{{ metric_rows('learning', [('trainings', 'trainings'), ('development_talks', 'development_talks')]) }}
union all
{{ metric_rows('plans', [('plans_alive', 'share_alive')], n='plans', measured_on=as_of()) }}
union all
{{ metric_rows('wishes', [('wishes_answered', 'answer_rate')], n='requests', measured_on=as_of()) }}
