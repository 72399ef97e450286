with

counted as (
    select
        scopes.target_id,
        count(*) as fact_count,
        sum(facts.amount) as total
    from {{ ref('int_target_facts') }} as facts
    inner join {{ ref('int_target_scopes') }} as scopes
        on
            facts.account_id = scopes.account_id
            and facts.metric = scopes.metric
    where
        facts.fact_date >= scopes.period_start
        and facts.fact_date <= scopes.measured_to
        and (facts.metric <> 'mrr' or facts.fact_date = scopes.measured_to)
    group by scopes.target_id
),

-- Before the first fact of its kind nothing is known, so that none counted is no 0.
beginnings as (
    select
        metric,
        min(fact_date) as first_fact
    from {{ ref('int_target_facts') }}
    group by metric
)

select
    targets.target_id,
    case when not targets.is_additive then coalesce(counted.fact_count, 0) end as answers,
    case
        when not targets.is_additive and counted.fact_count >= settings.minimum_n
            then {{ safe_divide('counted.total', 'counted.fact_count') }}
        when targets.is_additive and beginnings.first_fact <= targets.measured_to then coalesce(counted.total, 0)
    end as actual
from {{ ref('int_targets') }} as targets
cross join {{ ref('int_renewal_settings') }} as settings
left join counted
    on targets.target_id = counted.target_id
left join beginnings
    on targets.metric = beginnings.metric
