{%- set subjects = ['contract', 'care', 'people', 'contact', 'plan', 'reason', 'service'] %}
with

paying as (
    select
        unit_id as account_id,
        max(case when movement in ('new', 'reactivation') then month end) as paying_since
    from {{ ref('int_mrr_movements') }}
    where level = 'account'
    group by unit_id
    having max(case when month = {{ last_published_month() }} then closing else 0 end) > 0
),

leaving as (
    select
        reasons.account_id,
        max(reasons.reason_date) as left_on
    from ({{ union_sources('churn_reasons') }}) as reasons
    where
        reasons.event = 'leave'
        and not reasons.is_deleted
        and reasons.reason_date <= {{ as_of() }}
    group by reasons.account_id
),

churned as (
    select
        unit_id as account_id,
        max(month) as churn_month
    from {{ ref('int_mrr_movements') }}
    where
        level = 'account'
        and movement = 'churn'
    group by unit_id
),

found as (
    select
        paying.account_id,
        'left_but_paying' as conflict,
        'A reason to leave is recorded on ' || cast(leaving.left_on as string)
        || ', yet recurring revenue goes on.' as evidence
    from paying
    inner join leaving
        on
            paying.account_id = leaving.account_id
            -- Who left and was won back since contradicts nothing.
            and coalesce(leaving.left_on >= paying.paying_since, true)
    union all
    select
        paying.account_id,
        'stage_churned_but_paying' as conflict,
        {{ text_literal("The account's stage says churned, yet recurring revenue goes on.") }} as evidence
    from paying
    inner join {{ ref('int_accounts') }} as accounts
        on paying.account_id = accounts.account_id
    inner join {{ ref('relationship_stages') }} as stages
        on lower(accounts.relationship_stage) = stages.relationship_stage
    where stages.is_lost
    {%- for conflicts in subjects %}
    union all
    select
        account_id,
        conflict,
        evidence
    from {{ ref('int_' ~ conflicts ~ '_conflicts') }}
    {%- endfor %}
    union all
    select
        churned.account_id,
        'churn_without_reason' as conflict,
        'Recurring revenue ended in ' || cast(churned.churn_month as string)
        || ', yet no reason to leave is recorded.' as evidence
    from churned
    left join leaving
        on churned.account_id = leaving.account_id
    left join paying
        on churned.account_id = paying.account_id
    where
        leaving.account_id is null
        and paying.account_id is null
)

select
    cast(account_id as string) as account_id,
    cast(conflict as string) as conflict,
    cast(evidence as string) as evidence
from found
