// The facts of an account in groups, in the order in which they are read before a call.
"use strict";

window.account360.facts = (() => {
  const { number, signed, money, counted, month, accountLink } = window.account360;
  const { dash, known, absent, text, spoken, yes, isZero, decimal, percent } = window.account360.parts;
  const OWNER_STATES = {
    active: "active", left: "has left", unknown_user: "not among the users", empty: "nobody is named",
  };
  const GONE = "not told of an account that has vanished";

  function people(account) {
    const own = account.customer_id === account.account_id;
    return [
      ["Who looks after it", [
        ["Owner", text(account.owner_id ?? "nobody")],
        ["Owner's standing", known(account.owner_state, (state) => OWNER_STATES[state] ?? spoken(state), "no users are read")],
        ["Customer-success manager", text(account.csm_id ?? "nobody")],
        ["Executive sponsor", text(account.executive_sponsor_id ?? "nobody")],
        ["Team complete", known(account.is_team_complete, yes, "no users are read")],
      ]],
      ["Whom we know there", [
        ["People we know", number(account.active_contacts)],
        ["Of them decision makers", number(account.active_decision_makers)],
        ["Breadth of the relationship", known(account.threading_score, percent, "cannot be judged")],
        ["Contacts made by one of us", known(account.top_employee_share, percent, "no contacts in twelve months")],
        ["Contacts in twelve months", number(account.contacts_12_months)],
        ["Last personal contact", account.never_contacted ? absent("never") : known(account.last_contact)],
        ["Nobody in touch for too long", yes(account.year_without_contact)],
      ]],
      ["Who they are", [
        ["Account id", text(account.account_id)],
        ["Customer", own ? "this account itself" : accountLink(account.customer_id, account.customer_name)],
        ["Direct parent", account.parent_account_id === null
          ? "none" : accountLink(account.parent_account_id, account.parent_name)],
        ["Customer since", known(account.customer_since)],
        ["Country", text(account.country)],
        ["Industry", text(account.industry)],
        ["Relationship", text(account.relationship_stage && spoken(account.relationship_stage), "not told")],
        ["In its source", account.is_deleted ? "no longer" : "yes"],
        ["Linked to other systems", number(account.linked_systems)],
      ]],
    ];
  }

  function worth(account) {
    return [
      ["Revenue", [
        ["MRR, last whole month", money(account.mrr)],
        ["ARR, twelve times that", money(account.arr)],
        ["MRR against a year before", known(account.mrr_change_12_months, signed, "never had any")],
        ["Revenue, twelve months", money(account.revenue_ttm)],
        ["Paying now", yes(account.is_active_customer)],
        ["Last month with MRR", known(account.last_active_month, month, "there never was one")],
        ["Contract left", known(account.contract_months_left, (left) => counted(Number(Number(left).toFixed(1)), "month"), "open-ended, or no contract")],
      ]],
      ["Worth of the customer", [
        ["Quadrant", known(account.quadrant, spoken)],
        ["Treatment", known(account.treatment, spoken)],
        ["Share of wallet", known(account.share_of_wallet, percent, "the potential is not known")],
        ["Contribution in a year", known(account.contribution, money)],
        ["Lifetime value", known(account.lifetime_value, money)],
        ["Strategic value, rated", known(account.strategic_value, number, "not rated")],
        ["Value as a reference, rated", known(account.reference_value, number, "not rated")],
      ]],
      ["Standing and potential", [
        ["Segment", `${account.segment}, ${account.is_segment_set ? "set by the company" : "computed from revenue"}`],
        ["Class by revenue", account.abc_class],
        ["Key account", known(account.key_account_status, (status) => (status === "key" ? "yes" : spoken(status)))],
        ["To be reviewed by", known(account.key_account_review_date, undefined, "no day is set")],
        ["Yearly potential", known(account.potential_annual, money)],
        ["Products", account.products_in_use ? text(account.products?.split(";").join(", ") ?? null) : "none"],
        ["Products not held", known(account.products_not_held, number, GONE)],
      ]],
    ];
  }

  function dealings(account) {
    return [
      ["Money", [
        ["Open", money(account.open_amount)],
        ["Of that overdue", money(account.overdue_amount)],
        ["Oldest overdue", account.max_days_overdue !== null ? counted(account.max_days_overdue, "day")
          : isZero(account.overdue_amount) ? "none overdue" : dash()],
        ["Last invoice", account.last_invoice_date ?? absent("none")],
        ["Last paid in full", account.last_settled_on ?? absent("none")],
      ]],
      ["Service", [
        ["Open requests", number(account.open_tickets)],
        ["Of them complaints", number(account.open_complaints)],
        ["Requests in twelve months", number(account.tickets_12_months)],
        ["Of them complaints", number(account.complaints_12_months)],
        ["Open past their time", known(account.tickets_past_limit, number, GONE)],
        ["Usual hours to a solution", known(account.solution_hours_median, (hours) => decimal(hours, 1), "nothing solved in twelve months")],
        ["Solved in time", known(account.solution_sla_met_share, percent, "nothing was due")],
        ["Last request", account.last_ticket_date ?? absent("none")],
      ]],
      ["Journey", [
        ["Stage of life", known(account.lifecycle_stage, spoken)],
        ["In it since", known(account.stage_since, undefined, "has not been a customer")],
        ["Brought on board", known(account.onboarding_completeness, percent, "no beginning is known")],
        ["Days to first value", known(account.days_to_first_value, number, "not reached")],
        ["Hand-overs nobody took up", known(account.late_hand_overs, number, GONE)],
      ]],
      ["Outlook", [
        ["Health of 100", known(account.health_score, (score) => `${number(score)}, ${account.health_band}`, "no customer, or too little is known")],
        ["Its weakest part", known(account.weakest_component, spoken, "no part is weak")],
        ["Gravest sign of leaving", known(account.top_signal, (signal) => `${spoken(signal)} (${account.top_signal_severity})`, "none")],
        ["What was seen", known(account.top_signal_evidence, text, "nothing")],
        ["Signs that it may buy more", known(account.open_buying_signals, number, GONE)],
      ]],
      ["Voice", [
        ["NPS of twelve months", known(account.nps, (nps) => (nps > 0 ? "+" : "") + decimal(nps, 1), "too few answers to show")],
        ["Those who answered are", known(account.nps_band, (band) => `${spoken(band)}s`, "too few people to tell")],
        ["Lowest answers by", known(account.lowest_role, (role) => `${spoken(role)}s`, "too few people to tell")],
        ["Last asked", account.last_asked ?? absent("never")],
        ["Survey answers in them", number(account.survey_answers)],
        ["Last answer", account.last_survey_date ?? absent("none")],
      ]],
    ];
  }

  function undertakings(account) {
    return [
      ["Plan", [
        ["Plan in force", known(account.has_plan, yes, GONE)],
        ["Parts written", known(account.plan_completeness, percent, "no plan is in force")],
        ["Gone stale", known(account.is_plan_stale, yes, "no plan is in force")],
        ["Outlook", known(account.outlook, spoken, "nobody said")],
        ["Targets of its own", known(account.has_target, yes, GONE)],
      ]],
      ["Promises and wishes", [
        ["Promises with time left", known(account.open_commitments, number, GONE)],
        ["Promises overdue", known(account.overdue_commitments, number, GONE)],
        ["Wishes without an answer", known(account.unanswered_requests, number, GONE)],
      ]],
      ["Quotes and projects", [
        ["Quotes not decided", known(account.open_quotes, number, GONE)],
        ["Last quote", known(account.last_quote_outcome, spoken, "none has closed")],
        ["Projects under way", known(account.running_projects, number, GONE)],
        ["Projects overdue", known(account.overdue_projects, number, GONE)],
      ]],
    ];
  }

  return { people, worth, dealings, undertakings };
})();
