select
    cast(accounts.account_id as string) as account_id,
    cast(segments.customer_id as string) as customer_id,
    cast(accounts.parent_account_id as string) as parent_account_id,
    cast(accounts.owner_id as string) as owner_id,
    cast(accounts.csm_id as string) as csm_id,
    cast(accounts.executive_sponsor_id as string) as executive_sponsor_id,
    cast(accounts.account_name as string) as account_name,
    cast(segments.segment as string) as segment,
    cast(segments.abc_class as string) as abc_class,
    cast(standings.quadrant as string) as quadrant,
    cast(standings.treatment as string) as treatment,
    cast(standings.key_account_status as string) as key_account_status,
    cast(accounts.country as string) as country,
    cast(accounts.industry as string) as industry,
    cast(accounts.relationship_stage as string) as relationship_stage,
    cast(figures.products as string) as products,
    cast(relations.owner_state as string) as owner_state,
    cast(relations.care_status as string) as care_status,
    cast(relations.last_event as string) as last_event,
    cast(planning.outlook as string) as outlook,
    cast(planning.last_quote_outcome as string) as last_quote_outcome,
    cast(figures.mrr as decimal(18, 2)) as mrr,
    cast(12 * figures.mrr as decimal(18, 2)) as arr,
    cast(figures.mrr_change_12_months as decimal(18, 2)) as mrr_change_12_months,
    cast(figures.revenue_ttm as decimal(18, 2)) as revenue_ttm,
    cast(accounts.potential_annual as decimal(18, 2)) as potential_annual,
    standings.share_of_wallet,
    cast(standings.contribution as decimal(18, 2)) as contribution,
    cast(standings.strategic_value as decimal(18, 2)) as strategic_value,
    cast(standings.reference_value as decimal(18, 2)) as reference_value,
    cast(standings.lifetime_value as decimal(18, 2)) as lifetime_value,
    standings.contract_months_left,
    cast(figures.products_in_use as bigint) as products_in_use,
    cast(planning.products_not_held as bigint) as products_not_held,
    cast(figures.open_amount as decimal(18, 2)) as open_amount,
    cast(figures.overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(figures.max_days_overdue as int) as max_days_overdue,
    cast(contacts.days_since_last_contact as int) as days_since_last_contact,
    cast(contacts.contacts_12_months as bigint) as contacts_12_months,
    cast(relations.contacts_missing as bigint) as contacts_missing,
    cast(relations.active_contacts as bigint) as active_contacts,
    cast(relations.active_decision_makers as bigint) as active_decision_makers,
    relations.threading_score,
    relations.top_employee_share,
    relations.nps,
    cast(relations.survey_answers as bigint) as survey_answers,
    cast(figures.open_tickets as bigint) as open_tickets,
    cast(figures.open_complaints as bigint) as open_complaints,
    cast(figures.tickets_12_months as bigint) as tickets_12_months,
    cast(figures.complaints_12_months as bigint) as complaints_12_months,
    cast(planning.open_quotes as bigint) as open_quotes,
    cast(planning.running_projects as bigint) as running_projects,
    cast(planning.overdue_projects as bigint) as overdue_projects,
    cast(planning.open_commitments as bigint) as open_commitments,
    cast(planning.overdue_commitments as bigint) as overdue_commitments,
    cast(planning.unanswered_requests as bigint) as unanswered_requests,
    plans.completeness as plan_completeness,
    cast(figures.linked_systems as bigint) as linked_systems,
    cast(figures.source_conflicts as bigint) as source_conflicts,
    segments.is_segment_set,
    figures.mrr > 0 as is_active_customer,
    relations.is_team_complete,
    contacts.never_contacted,
    contacts.year_without_contact,
    planning.has_plan,
    plans.is_stale as is_plan_stale,
    planning.has_target,
    accounts.is_deleted,
    cast(accounts.customer_since as date) as customer_since,
    cast(figures.last_active_month as date) as last_active_month,
    cast(figures.last_invoice_date as date) as last_invoice_date,
    cast(figures.last_settled_on as date) as last_settled_on,
    cast(contacts.last_contact as date) as last_contact,
    cast(relations.next_contact_due as date) as next_contact_due,
    cast(figures.last_ticket_date as date) as last_ticket_date,
    cast(relations.last_survey_date as date) as last_survey_date,
    cast(relations.last_event_date as date) as last_event_date,
    cast(standings.key_account_review_date as date) as key_account_review_date
from {{ ref('int_accounts') }} as accounts
inner join {{ ref('int_account_segments') }} as segments
    on accounts.account_id = segments.account_id
inner join {{ ref('int_account_figures') }} as figures
    on accounts.account_id = figures.account_id
inner join {{ ref('int_account_relations') }} as relations
    on accounts.account_id = relations.account_id
inner join {{ ref('account_contacts') }} as contacts
    on accounts.account_id = contacts.account_id
left join {{ ref('int_customer_standings') }} as standings
    on segments.customer_id = standings.customer_id
left join {{ ref('account_planning') }} as planning
    on accounts.account_id = planning.account_id
left join {{ ref('account_plans') }} as plans
    on
        accounts.account_id = plans.account_id
        and plans.is_current
