// The facts of an account in groups: who looks after it, what it is worth, and how it stands.
"use strict";

window.account360.facts = (() => {
  const { employee, number, signed, money, percent, day, month, spoken, t, n, accountLink } = window.account360;
  const { known, absent, text, yes, isZero, decimal, dash } = window.account360.parts;
  const OWNER_STATES = {
    active: t("active"), left: t("has left"), unknown_user: t("not among the users"), empty: t("nobody is named"),
  };
  const NPS_BANDS = { promoter: t("promoters"), passive: t("passives"), detractor: t("detractors") };
  const GONE = t("not told of an account that has vanished");
  const NOBODY = t("nobody");

  const standing = (state) => known(state, (code) => OWNER_STATES[code] ?? spoken(code), t("no users are read"));
  const count = (value) => known(value, number, GONE);
  const person = (id, state) => (id === null ? absent(NOBODY)
    : state === "active" || state === undefined ? text(employee(id)) : [text(employee(id)), ", ", standing(state)]);

  const recommends = (band) => known(band, (code) => NPS_BANDS[code] ?? spoken(code), t("too few people to tell"));

  function team(account) {
    return [t("Who looks after it"), [
      [t("Owner"), person(account.owner_id)],
      [t("Owner's standing"), standing(account.owner_state)],
      [t("Owner since"), known(account.owner_since, day, t("since before the account was first read"))],
      [t("Customer-success manager"), person(account.csm_id, account.csm_state)],
      [t("Executive sponsor"), person(account.executive_sponsor_id, account.sponsor_state)],
      [t("Team complete"), known(account.is_team_complete, yes, t("no users are read"))],
    ]];
  }

  function people(account) {
    return [t("Whom we know there"), [
      [t("People we know"), number(account.active_contacts)],
      [t("Decision makers among them"), number(account.active_decision_makers)],
      [t("Breadth of the relationship"), known(account.threading_score, percent, t("cannot be judged"))],
      [t("Contacts made by one of us"), known(account.top_employee_share, percent, t("no contacts in twelve months"))],
      [t("Contacts in twelve months"), number(account.contacts_12_months)],
      [t("Last personal contact"), account.never_contacted ? absent(t("never")) : known(account.last_contact, day)],
      [t("Nobody in touch for too long"), yes(account.year_without_contact)],
    ]];
  }

  function identity(account) {
    const own = account.customer_id === account.account_id;
    return [t("Who they are"), [
      [t("Account id"), text(account.account_id)],
      [t("Customer"), own ? t("this account itself") : accountLink(account.customer_id, account.customer_name)],
      [t("Direct parent"), account.parent_account_id === null
        ? absent(t("none")) : accountLink(account.parent_account_id, account.parent_name)],
      [t("Customer since"), known(account.customer_since, day)],
      [t("Country"), text(account.country)],
      [t("Industry"), text(account.industry)],
      [t("Relationship"), known(account.relationship_stage, spoken, t("not told"))],
      [t("In its source"), account.is_deleted ? t("no longer") : t("yes")],
      [t("Linked to other systems"), number(account.linked_systems)],
    ]];
  }

  function revenue(account) {
    return [t("Revenue"), [
      [t("MRR, last whole month"), money(account.mrr)],
      [t("ARR, twelve times that"), money(account.arr)],
      [t("MRR against a year before"), known(account.mrr_change_12_months, signed, t("never had any"))],
      [t("Revenue, twelve months"), money(account.revenue_ttm)],
      [t("Paying now"), yes(account.is_active_customer)],
      [t("Last month with MRR"), known(account.last_active_month, month, t("there never was one"))],
      [t("Bound by contract until"), known(account.contract_until, day, t("open-ended, or no contract"))],
      [t("Contract left"), known(account.contract_months_left,
        (left) => n("{count} month", "{count} months", Number(Number(left).toFixed(1))), t("open-ended, or no contract"))],
    ]];
  }

  function worth(account) {
    return [t("Worth of the customer"), [
      [t("Quadrant"), known(account.quadrant, spoken)],
      [t("Treatment"), known(account.treatment, spoken)],
      [t("Share of wallet"), known(account.share_of_wallet, percent, t("the potential is not known"))],
      [t("Contribution in a year"), known(account.contribution, money)],
      [t("Lifetime value"), known(account.lifetime_value, money)],
      [t("Strategic value, rated"), known(account.strategic_value, number, t("not rated"))],
      [t("Value as a reference, rated"), known(account.reference_value, number, t("not rated"))],
      [t("Yearly potential"), known(account.potential_annual, money)],
    ]];
  }

  function rank(account) {
    return [t("Standing"), [
      [t("Segment"), account.is_segment_set
        ? t("{segment}, set by the company", { segment: spoken(account.segment) })
        : t("{segment}, computed from revenue", { segment: spoken(account.segment) })],
      [t("Class by revenue"), spoken(account.abc_class)],
      [t("Key account"), known(account.key_account_status, (status) => (status === "key" ? t("yes") : spoken(status)))],
      [t("To be reviewed by"), known(account.key_account_review_date, day, t("no day is set"))],
      [t("Stage of life"), known(account.lifecycle_stage, spoken)],
      [t("In it since"), known(account.stage_since, day, t("has not been a customer"))],
      [t("Brought on board"), known(account.onboarding_completeness, percent, t("no beginning is known"))],
      [t("Days to first value"), known(account.days_to_first_value, number, t("not reached"))],
      [t("Hand-overs nobody took up"), count(account.late_hand_overs)],
    ]];
  }

  function payment(account) {
    return [t("Payment"), [
      [t("Open"), money(account.open_amount)],
      [t("Overdue"), money(account.overdue_amount)],
      [t("Oldest overdue"), account.max_days_overdue !== null ? n("{count} day", "{count} days", account.max_days_overdue)
        : isZero(account.overdue_amount) ? absent(t("none overdue")) : dash()],
      [t("Days late on average"), known(account.avg_days_late, (late) => decimal(late, 1), t("no invoice was paid"))],
      [t("Days sales outstanding"), known(account.dso, (days) => decimal(days, 1), t("nothing was billed"))],
      [t("Last invoice"), known(account.last_invoice_date, day, t("none"))],
      [t("Last paid in full"), known(account.last_settled_on, day, t("none"))],
    ]];
  }

  function service(account) {
    return [t("Support"), [
      [t("Open requests"), number(account.open_tickets)],
      [t("Open complaints"), number(account.open_complaints)],
      [t("Requests in twelve months"), number(account.tickets_12_months)],
      [t("Complaints in twelve months"), number(account.complaints_12_months)],
      [t("Open past their time"), count(account.tickets_past_limit)],
      [t("Usual hours to a solution"), known(account.solution_hours_median, (hours) => decimal(hours, 1), t("nothing solved in twelve months"))],
      [t("Solved in time"), known(account.solution_sla_met_share, percent, t("nothing was due"))],
      [t("Last request"), known(account.last_ticket_date, day, t("none"))],
    ]];
  }

  function voice(account) {
    return [t("What they answer"), [
      [t("NPS of twelve months"), known(account.nps, (nps) => signed(Number(nps).toFixed(1)), t("too few answers to show"))],
      [t("Those who answered are"), recommends(account.nps_band)],
      [t("Least satisfied role"), known(account.lowest_role, spoken, t("too few people to tell"))],
      [t("Expectations exceeded less missed"), known(account.expectation_gap, (gap) => signed(Number(gap).toFixed(1)), t("too few answers to show"))],
      [t("Answers in twelve months"), number(account.survey_answers)],
      [t("People who answered"), known(account.respondents_12_months, number, t("nobody was asked"))],
      [t("Last asked"), known(account.last_asked, day, t("never"))],
      [t("Last answer"), known(account.last_survey_date, day, t("none"))],
      [t("Last answer of a decision maker"), known(account.decision_maker_last_answered, day, t("none"))],
    ]];
  }

  function plan(account) {
    const { plan: scheme } = account;
    return [t("Account plan"), [
      [t("Plan in force"), known(account.has_plan, yes, GONE)],
      [t("Parts written"), known(account.plan_completeness, percent, t("no plan is in force"))],
      [t("Gone stale"), known(account.is_plan_stale, yes, t("no plan is in force"))],
      [t("Outlook"), known(account.outlook, spoken, t("nobody said"))],
      [t("Targets of its own"), known(account.has_target, yes, GONE)],
      ...(scheme ? [
        [t("Promised value"), text(scheme.promise, t("none is written"))],
        [t("In force until"), known(scheme.end, day)],
        [t("Written anew"), known(scheme.updated, day)],
        [t("Next review"), known(scheme.review, day, t("no day is set"))],
        [t("Revenue target"), known(scheme.target, money, t("none"))],
        [t("Of it reached"), known(scheme.attainment, percent, t("cannot be judged"))],
      ] : []),
    ]];
  }

  function ahead(account) {
    return [t("Under way"), [
      [t("Promises with time left"), count(account.open_commitments)],
      [t("Promises overdue"), count(account.overdue_commitments)],
      [t("Wishes without an answer"), count(account.unanswered_requests)],
      [t("Quotes not decided"), count(account.open_quotes)],
      [t("Last quote"), known(account.last_quote_outcome, spoken, t("none has closed"))],
      [t("Projects under way"), count(account.running_projects)],
      [t("Projects overdue"), count(account.overdue_projects)],
    ]];
  }

  return { recommends, team, people, identity, revenue, worth, rank, payment, service, voice, plan, ahead };
})();
