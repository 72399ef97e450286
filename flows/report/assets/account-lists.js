// The lists of an account: revenue by month, care, promises, events, movements, conflicts and its family.
"use strict";

window.account360.lists = (() => {
  const { element, number, signed, counted, month, accountLink, history } = window.account360;
  const { known, absent, text, spoken, isZero, decimal, section, table } = window.account360.parts;
  const LISTED = 12;
  const TONES = { ok: "good", missed: "bad", overdue: "bad" };
  const currency = document.body.dataset.currency;

  const empty = (words) => element("p", { class: "empty" }, words);
  const status = (code) => [spoken(code), TONES[code]];
  const part = (title, ...content) => element("div", {}, element("h3", {}, title), content);
  const pair = (...parts) => element("div", { class: "pair" }, parts.filter(Boolean));

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
    if (!account.history) return section("Recurring revenue", empty("No revenue is known of this account."));
    const months = everyMonth(account.history);
    const box = element("div", { class: "history" });
    const amount = (value) => (value === null ? "no data" : number(value));
    const rows = months.toReversed().map(([first, mrr, earned]) => [month(first), amount(mrr), amount(earned)]);
    const behind = element("details", { class: "figures-behind" }, element("summary", {}, "Every month as a table"),
      table(`MRR and recognised revenue by month, ${currency}`, [["Month"], ["MRR", "n"], ["Revenue", "n"]], rows));
    if (months.some(([, mrr]) => mrr !== null)) history.fill(box, months.map(([first, mrr]) => [first, mrr]));
    else box.append(empty("There has been revenue, but none of it recurring."));
    return section("Recurring revenue", box, behind);
  }

  function careInWords(account) {
    if (account.care_status === null) return "The care model asks for nothing here.";
    const stands = {
      ok: "The care model is kept",
      missed: `The care model is not kept: ${counted(account.contacts_missing, "contact")} missing`,
      not_due: "It is too early to judge whether the care model is kept",
    }[account.care_status] ?? spoken(account.care_status);
    return `${stands}. ${account.next_contact_due === null
      ? "No contact is planned." : `The next contact is due on ${account.next_contact_due}.`}`;
  }

  function care(account) {
    const levels = account.levels.map(([level, done, required, last, code]) => [spoken(level),
      `${number(done)} of ${number(required)}`, last ?? absent("never"), status(code)]);
    const ahead = account.calendar.map(([day, item, level, code]) => [day, spoken(item), spoken(level), status(code)]);
    const lists = [
      levels.length ? part("By level", table("Contacts made of those required, by level",
        [["Level"], ["Made", "n"], ["Last", "day"], ["Status"]], levels, { hidden: true })) : null,
      ahead.length ? part("Due next", table("What is due next",
        [["Day", "day"], ["What", "wrap"], ["Level"], ["Status"]], ahead, { hidden: true })) : null,
    ];
    return section("Care", element("p", { class: "under" }, careInWords(account)), pair(...lists));
  }

  const rest = (shown, all) => (all > shown.length
    ? element("p", { class: "under" }, `The first ${shown.length} of ${number(all)}.`) : null);

  function promises(account) {
    const made = account.promises.map(([promise, day, owner, code]) => [text(promise), known(day, undefined, "no day was named"),
      owner === null ? absent("nobody") : text(owner), status(code)]);
    const wishes = account.wishes.map(([wish, day, waiting]) => [text(wish), known(day), known(waiting, (days) => counted(days, "day"))]);
    if (!made.length && !wishes.length) return null;
    return pair(
      made.length ? part("Promises to keep", table("Promises to keep",
        [["Promise", "wrap"], ["By", "day"], ["Who", "day"], ["Status"]], made, { hidden: true }), rest(made, account.open_commitments + account.overdue_commitments)) : null,
      wishes.length ? part("Wishes without an answer", table("Wishes without an answer",
        [["Wish", "wrap"], ["Since", "day"], ["Waits", "n"]], wishes, { hidden: true }), rest(wishes, account.unanswered_requests)) : null);
  }

  const SEVERITIES = { high: "bad" };
  const since = (rows) => rows.map(([evidence, action, owner, day]) => [text(evidence), text(action), text(owner, "nobody"), day]);

  function signals(account) {
    const warnings = account.signals.map(([severity, evidence, action, owner, day]) => [
      [spoken(severity), SEVERITIES[severity]], text(evidence), text(action), text(owner, "nobody"), day]);
    if (!warnings.length && !account.chances.length) return section("Signals", empty("Nothing warns of leaving, and nothing asks for more."));
    return section("Signals",
      warnings.length ? part("May leave", table("Signs that the customer may leave",
        [["Severity"], ["What was seen", "wrap"], ["What to do", "wrap"], ["Who"], ["Since", "day"]], warnings, { kind: "stack", head: 1, hidden: true })) : null,
      account.chances.length ? part("May buy more", table("Signs that the customer may buy more",
        [["What was seen", "wrap"], ["What to do", "wrap"], ["Who"], ["Since", "day"]], since(account.chances), { kind: "stack", hidden: true })) : null);
  }

  function healthInWords(account) {
    if (account.health_score === null) return "Too little is known of this account for a score of health.";
    const moved = account.health_change_month === null || Number(account.health_change_month) === 0
      ? "" : `, ${signed(account.health_change_month)} in a month`;
    const known = Math.round(100 * Number(account.health_coverage));
    return `${number(account.health_score)} of 100${moved}; ${known}\u202f% of what counts is known.`;
  }

  function health(account) {
    if (!account.health.length) return null;
    const whole = (value) => known(value, (given) => decimal(given, 1), "not known, so the others count for more");
    const rows = account.health.map(([component, value, weight, points, change]) => [spoken(component), whole(value),
      known(weight, (share) => `${Math.round(100 * Number(share))}\u202f%`, "not counted"), whole(points),
      known(change, (moved) => (Number(moved) === 0 ? "0" : signed(Number(moved).toFixed(1))), "not known a month ago")]);
    return section("Health", element("p", { class: "under" }, healthInWords(account)),
      table("What the score of health is made of", [["Part"], ["Of 100", "n"], ["Weight", "n"], ["Points", "n"], ["In a month", "n"]], rows, { hidden: true }));
  }

  function events(account) {
    if (!account.events.length) return section("Timeline", empty("Nothing is known to have happened."));
    const rows = account.events.map(([day, kind, title, amount]) => [day, spoken(kind), text(title),
      amount === null ? "" : number(amount)]);
    return section("Timeline", element("p", { class: "under" }, `The newest events; amounts in ${currency}.`),
      table("The newest events", [["Day", "day"], ["Kind", "quiet"], ["What happened", "name"], ["Amount", "n"]], rows,
        { kind: "stack timeline", head: 2, hidden: true }));
  }

  function movements(account) {
    const whole = account.customer_id !== account.account_id || account.members.length > 1;
    const who = whole
      ? element("p", { class: "under" }, "Of the whole customer ", accountLink(account.customer_id, account.customer_name),
        `, which has ${counted(account.members.length, "account")}.`)
      : null;
    if (!account.movements) return section("Movements", who, empty("Nothing has moved yet."));
    const change = (value) => [signed(value), isZero(value) ? "n nil" : "n"];
    const rows = account.movements.map(([first, kind, opening, moved, others, closing]) => [month(first),
      kind === "none" ? "only rates or rounding" : kind, number(opening), change(moved), change(others), [number(closing), "n strong"]]);
    const heads = [["Month"], ["What happened"], ["Before", "n"], ["Change", "n"], ["Rates, rounding", "n"], ["After", "n"]];
    const earlier = rows.slice(LISTED);
    return section("Movements", who,
      table(`Movements of the customer's MRR, ${currency}`, heads, rows.slice(0, LISTED)),
      earlier.length ? element("details", { class: "figures-behind" },
        element("summary", {}, counted(earlier.length, "earlier movement")),
        table(`Earlier movements of the customer's MRR, ${currency}`, heads, earlier)) : []);
  }

  function conflicts(account) {
    if (!account.conflicts.length) return section("Source conflicts", empty("The sources agree on this account."));
    return section("Source conflicts", element("dl", { class: "evidence" },
      account.conflicts.map(([kind, evidence]) => element("div", {}, element("dt", {}, kind), element("dd", {}, evidence)))));
  }

  function members(account) {
    const others = account.members.filter(([id]) => id !== account.account_id);
    if (!others.length) return null;
    return section("Other accounts of the customer",
      element("ul", { class: "members" }, others.map(([id, name]) => element("li", {}, accountLink(id, name)))));
  }

  return { signals, health, revenue, care, promises, events, movements, conflicts, members };
})();
