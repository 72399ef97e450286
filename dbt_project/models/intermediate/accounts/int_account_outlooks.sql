select
    accounts.account_id,
    health.score as health_score,
    health.band as health_band,
    health.coverage as health_coverage,
    health.change_month as health_change_month,
    health.weakest_component,
    signals.open_churn_signals,
    signals.top_signal,
    signals.top_signal_severity,
    signals.top_signal_evidence,
    signals.open_buying_signals,
    journeys.lifecycle_stage,
    journeys.stage_since,
    journeys.onboarding_completeness,
    journeys.days_to_first_value,
    journeys.late_hand_overs,
    voice.nps_band,
    voice.lowest_role,
    voice.last_asked,
    service.open_past_limit as tickets_past_limit,
    service.solution_hours_median,
    service.solution_sla_met_share
from {{ ref('int_accounts') }} as accounts
left join {{ ref('account_health_today') }} as health
    on accounts.account_id = health.account_id
left join {{ ref('int_account_signals') }} as signals
    on accounts.account_id = signals.account_id
left join {{ ref('account_journeys') }} as journeys
    on accounts.account_id = journeys.account_id
left join {{ ref('account_voice') }} as voice
    on accounts.account_id = voice.account_id
left join {{ ref('account_service') }} as service
    on accounts.account_id = service.account_id
