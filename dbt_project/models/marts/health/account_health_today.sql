with

dated as (
    select
        scores.*,
        dates.is_today,
        dates.is_week_before,
        dates.is_month_before
    from {{ ref('int_health_scores') }} as scores
    inner join {{ ref('int_scoring_dates') }} as dates
        on scores.scored_on = dates.scored_on
    where dates.is_today or dates.is_week_before or dates.is_month_before
),

earlier as (
    select
        account_id,
        max(case when is_week_before then score end) as score_week_before,
        max(case when is_month_before then score end) as score_month_before
    from dated
    group by account_id
)

select
    cast(present.account_id as string) as account_id,
    cast(accounts.owner_id as string) as owner_id,
    {{ health_band('present.score', 'settings') }} as band,
    cast(present.weakest_component as string) as weakest_component,
    cast(components.action as string) as action,
    present.score,
    present.coverage,
    earlier.score_week_before,
    earlier.score_month_before,
    round(present.score - earlier.score_week_before, 1) as change_week,
    round(present.score - earlier.score_month_before, 1) as change_month,
    present.has_notice,
    cast(present.scored_on as date) as scored_on
from dated as present
inner join earlier
    on present.account_id = earlier.account_id
cross join {{ ref('int_health_settings') }} as settings
left join {{ ref('int_accounts') }} as accounts
    on present.account_id = accounts.account_id
left join {{ ref('int_health_components') }} as components
    on present.weakest_component = components.component
where present.is_today
