// What an account holds, pays, says and plans: services, invoices, satisfaction, the plan and recurring revenue.
"use strict";

window.account360.dealings = (() => {
  const { element, employee, number, signed, money, percent, day, month, spoken, t, n, accountLink, facts, history } = window.account360;
  const { known, text, isZero, empty, section, part, pair, factGroups, table } = window.account360.parts;
  const LISTED = 12;
  const TONES = { overdue: "bad", noticed: "bad", awaiting_renewal: "bad", held: "good", renewed: "good" };
  const { currency } = document.body.dataset;

  const status = (code) => [spoken(code), TONES[code]];

  function products(account) {
    const rows = account.offers.map(([product, code, mrr, last, starts, competitor]) => [text(product), status(code),
      [number(mrr), isZero(mrr) ? "n nil" : "n"],
      code === "ordered" ? known(starts, (first) => t("from {day}", { day: day(first) }))
        : code === "competitor" ? text(competitor, t("a competitor"))
          : code === "given_up" ? known(last, (until) => t("until {month}", { month: month(until) })) : ""]);
    return rows.length ? part(t("Products"), table(t("Products held, and those that could be"),
      [[t("Product"), "wrap"], [t("Status")], [t("MRR"), "n"], [t("More"), "wrap"]], rows, { printed: 4 })) : null;
  }

  function contracts(account) {
    const rows = account.terms.map(([product, code, stake, end, notice, readiness]) => [text(product), status(code),
      known(end, day, t("open-ended")), known(notice, day, t("no notice is needed")), known(stake, number),
      known(readiness, (share) => percent(share, 0))]);
    return rows.length ? part(t("Contracts that end"), table(t("Contracts that end, soonest first"), [[t("Product"), "wrap"], [t("Status")],
      [t("Ends"), "day"], [t("Notice by"), "day"], [t("A year of it"), "n"], [t("Ready"), "n"]], rows, { kind: "stack", printed: 3 })) : null;
  }

  function services(account) {
    const lists = [products(account), contracts(account)];
    const held = account.products_in_use === 0 ? t("It holds no product now.")
      : n("It holds {count} product: {products}.", "It holds {count} products: {products}.", account.products_in_use,
        { products: account.products === null ? t("not known") : account.products.split(";").join(", ") });
    const missing = known(account.products_not_held, (count) => n("{count} product is not held.", "{count} products are not held.", count),
      t("not told of an account that has vanished"));
    return section(t("Services"), { class: "services" }, element("p", { class: "under" }, held, " ", missing), lists.some(Boolean) ? pair(...lists) : []);
  }

  function invoices(account) {
    const rows = account.invoices.map(([date, kind, title, amount]) => [day(date), spoken(kind), text(title), known(amount, number)]);
    const newest = rows.length
      ? part(t("The newest invoices and payments"), table(t("The newest invoices and payments"),
        [[t("Day"), "day"], [t("Kind")], [t("What happened"), "wrap"], [t("Amount"), "n"]], rows, { kind: "stack timeline", head: 2, printed: 3 }))
      : part(t("The newest invoices and payments"), empty(t("No invoice is known.")));
    return section(t("Invoices and payment"), {}, pair(factGroups([facts.payment(account)]), newest));
  }

  function answersByRole(account) {
    const title = t("What they answer, by role");
    const rows = account.moods.map(([role, band, nps, answers, people]) => [spoken(role), facts.recommends(band),
      known(nps, (value) => signed(Number(value).toFixed(1)), t("too few answers to show")), number(answers), number(people)]);
    return part(title, rows.length
      ? table(title, [[t("Role")], [t("Mostly")], [t("NPS"), "n"], [t("Answers"), "n"], [t("People"), "n"]], rows)
      : empty(t("Nobody answered in twelve months.")));
  }

  function peopleByRole(account) {
    const title = t("Whom we meet, by role");
    const rows = account.roles.map(([role, active, met, last]) => [spoken(role), number(active), number(met), known(last, day, t("never"))]);
    return part(title, rows.length
      ? table(title, [[t("Role")], [t("People"), "n"], [t("Met in a year"), "n"], [t("Last"), "day"]], rows)
      : empty(t("Nobody is known there.")));
  }

  function satisfaction(account) {
    return section(t("Satisfaction"), { class: "satisfaction" }, factGroups([facts.voice(account)]), pair(answersByRole(account), peopleByRole(account)));
  }

  function plan(account) {
    const goals = account.goals.map(([goal, measure, target, actual, attainment, due, achieved, late]) => [text(goal),
      known(actual, number, t("not measured")), known(target, number), text(measure), known(attainment, (share) => percent(share, 0)),
      achieved === null ? [known(due, day), late === "true" ? "day bad" : "day"] : [t("reached"), "good"]]);
    const actions = account.actions.map(([milestone, due, owner, code]) => [text(milestone), known(due, day), text(employee(owner), t("nobody")), status(code)]);
    const lists = [
      goals.length ? part(t("Goals"), table(t("Goals of the plan, those not reached first"), [[t("Goal"), "wrap"], [t("Now"), "n"], [t("Target"), "n"],
        [t("Measure"), "wrap"], [t("Share"), "n"], [t("By"), "day"]], goals, { kind: "stack", printed: 3 })) : null,
      actions.length ? part(t("Actions not done"), table(t("Actions of the plan that are not done"),
        [[t("Action"), "wrap"], [t("By"), "day"], [t("Who"), "who"], [t("Status")]], actions, { kind: "stack", printed: 3 })) : null,
    ];
    return section(t("Plan"), { class: "plan" }, factGroups([facts.plan(account), facts.ahead(account)]), lists.some(Boolean) ? pair(...lists) : []);
  }

  function everyMonth(entries) {
    const byMonth = new Map(entries.map((entry) => [entry[0], entry]));
    const filled = [];
    let [year, index] = entries[0][0].split("-").map(Number);
    const last = entries[entries.length - 1][0];
    for (let first = entries[0][0]; first <= last;) {
      filled.push(byMonth.get(first) ?? [first, null, null]);
      year += index === 12 ? 1 : 0;
      index = index === 12 ? 1 : index + 1;
      first = `${year}-${String(index).padStart(2, "0")}-01`;
    }
    return filled;
  }

  function revenue(account) {
    if (!account.history) return section(t("Recurring revenue"), { class: "revenue" }, empty(t("No revenue is known of this account.")));
    const months = everyMonth(account.history);
    const box = element("div", { class: "history" });
    const amount = (value) => (value === null ? t("no data") : number(value));
    const rows = months.toReversed().map(([first, mrr, earned]) => [month(first), amount(mrr), amount(earned)]);
    const behind = element("details", { class: "figures-behind" }, element("summary", {}, t("Every month as a table")),
      table(t("MRR and recognised revenue by month, {currency}", { currency }), [[t("Month")], [t("MRR"), "n"], [t("Revenue"), "n"]], rows, { hidden: false }));
    if (months.some(([, mrr]) => mrr !== null)) history.fill(box, months.map(([first, mrr]) => [first, mrr]));
    else box.append(empty(t("There has been revenue, but none of it recurring.")));
    return section(t("Recurring revenue"), { class: "revenue" }, box, behind);
  }

  function movements(account) {
    const whole = account.customer_id !== account.account_id || account.members.length > 1;
    const who = whole ? element("p", { class: "under" }, n("Of the whole customer {customer}, which has {count} account.",
      "Of the whole customer {customer}, which has {count} accounts.", account.members.length,
      { customer: accountLink(account.customer_id, account.customer_name) })) : [];
    const options = { class: "screen-only" };
    if (!account.movements) return section(t("Movements"), options, who, empty(t("Nothing has moved yet.")));
    const change = (value) => [signed(value), isZero(value) ? "n nil" : "n"];
    const rows = account.movements.map(([first, kind, opening, moved, others, closing]) => [month(first),
      kind === "none" ? t("only rates or rounding") : spoken(kind), number(opening), change(moved), change(others), [number(closing), "n strong"]]);
    const heads = [[t("Month")], [t("What happened")], [t("Before"), "n"], [t("Change"), "n"], [t("Rates, rounding"), "n"], [t("After"), "n"]];
    const earlier = rows.slice(LISTED);
    return section(t("Movements"), options, who,
      table(t("Movements of the customer's MRR, {currency}", { currency }), heads, rows.slice(0, LISTED), { hidden: false }),
      earlier.length ? element("details", { class: "figures-behind" },
        element("summary", {}, n("{count} earlier movement", "{count} earlier movements", earlier.length)),
        table(t("Earlier movements of the customer's MRR, {currency}", { currency }), heads, earlier, { hidden: false })) : []);
  }

  return { services, invoices, satisfaction, plan, revenue, movements };
})();
