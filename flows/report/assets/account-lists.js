// The lists of an account that are read first: signals, health, care, promises, events, conflicts and its family.
"use strict";

window.account360.lists = (() => {
  const { element, employee, number, signed, percent, day, spoken, t, n, accountLink } = window.account360;
  const { known, absent, text, decimal, empty, section, part, pair, table } = window.account360.parts;
  const TONES = { ok: "good", missed: "bad", overdue: "bad" };
  const NEXT_DUE = 5;
  const CONFLICTS = {
    left_but_paying: t("Left, yet paying"),
    stage_churned_but_paying: t("Stage says churned, yet paying"),
    cancelled_without_end: t("Cancelled without an end date"),
    overlapping_contracts: t("Overlapping contracts"),
    contract_in_two_currencies: t("Contract in two currencies"),
    churn_without_reason: t("Churned without a reason"),
  };

  const status = (code) => [spoken(code), TONES[code]];

  function signals(account) {
    const { signals: warnings, chances } = account;
    if (!warnings.length && !chances.length) {
      return section(t("Signals"), {}, empty(t("Nothing warns of leaving, and nothing asks for more.")));
    }
    const seen = [[t("What was seen"), "wrap"], [t("What to do"), "wrap"], [t("Who"), "who"], [t("Since"), "day"]];
    const rest = ([evidence, action, owner, first]) => [text(evidence), text(action), text(employee(owner), t("nobody")), day(first)];
    return section(t("Signals"), {},
      warnings.length ? part(t("May leave"), table(t("Signs that the customer may leave"), [[t("Severity")], ...seen],
        warnings.map(([severity, ...others]) => [[spoken(severity), severity === "high" ? "bad" : null], ...rest(others)]),
        { kind: "stack", head: 1, printed: 4 })) : [],
      chances.length ? part(t("May buy more"), table(t("Signs that the customer may buy more"), seen, chances.map(rest),
        { kind: "stack", printed: 2 })) : []);
  }

  function healthInWords(account) {
    if (account.health_score === null) return t("Too little is known of this account for a score of health.");
    const moved = (change) => known(change, (points) => signed(Number(points).toFixed(1)), t("not scored then"));
    return t("{score} of 100, {band}: {week} in a week, {month} in a month. {share} of what counts is known.", {
      score: element("strong", {}, number(account.health_score)), band: spoken(account.health_band),
      week: moved(account.health_change_week), month: moved(account.health_change_month),
      share: percent(account.health_coverage, 0),
    });
  }

  function health(account) {
    const whole = (value) => known(value, (given) => decimal(given, 1), t("not known, so the others count for more"));
    const change = (value) => known(value, (given) => signed(Number(given).toFixed(1)));
    const rows = account.health.map(([component, value, weight, points, week, month]) => [spoken(component), whole(value),
      known(weight, (share) => percent(share, 0), t("not counted")), whole(points), change(week), change(month)]);
    const next = account.weakest_component === null ? null
      : element("p", { class: "under" }, t("Weakest: {component}.", { component: spoken(account.weakest_component) }),
        " ", text(account.health_action));
    return section(t("Health"), { class: "health" }, element("p", { class: "under" }, healthInWords(account)), next ?? [],
      rows.length ? table(t("What the score of health is made of"), [[t("Component")], [t("Value of 100"), "n"],
        [t("Counts for"), "n"], [t("Points"), "n"], [t("In a week"), "n"], [t("In a month"), "n"]], rows) : []);
  }

  function careInWords(account) {
    if (account.care_status === null) return t("The care model asks for nothing here.");
    const stands = {
      ok: () => t("The care model is kept."),
      missed: () => n("The care model is not kept: {count} contact missing.", "The care model is not kept: {count} contacts missing.", account.contacts_missing),
      not_due: () => t("It is too early to judge whether the care model is kept."),
    }[account.care_status]?.() ?? spoken(account.care_status);
    const next = account.next_contact_due === null ? t("No contact is planned.")
      : t("The next contact is due on {day}.", { day: day(account.next_contact_due) });
    return `${stands} ${next}`;
  }

  function clock(account) {
    const box = element("div", { id: "clock" });
    const drawn = account.calendar.length
      ? window.account360.clock?.draw(account.calendar, { label: t("The year of care of {account}", { account: account.account_name }) }) : null;
    if (drawn instanceof Node) box.append(drawn);
    return box;
  }

  function care(account) {
    const levels = account.levels.map(([level, done, required, last, code]) => [spoken(level),
      t("{done} of {required}", { done: number(done), required: number(required) }), known(last, day, t("never")), status(code)]);
    const ahead = account.calendar.filter(([, , , code]) => code !== "done").slice(0, NEXT_DUE)
      .map(([due, item, level, code]) => [day(due), spoken(item), spoken(level), status(code)]);
    const lists = element("div", {},
      levels.length ? part(t("By level"), table(t("Contacts made of those required, by level"),
        [[t("Level")], [t("Made"), "n"], [t("Last"), "day"], [t("Status")]], levels)) : [],
      ahead.length ? part(t("Due next"), table(t("What is due next"),
        [[t("Day"), "day"], [t("What"), "wrap"], [t("Level")], [t("Status")]], ahead, { kind: "stack", head: 1, printed: 4 })) : []);
    return section(t("Care"), { class: "care" }, element("p", { class: "under" }, careInWords(account)), pair(lists, clock(account)));
  }

  function promises(account) {
    const made = account.promises.map(([promise, due, owner, code]) => [text(promise), known(due, day, t("no day was named")),
      owner === null ? absent(t("nobody")) : text(employee(owner)), status(code)]);
    const wishes = account.wishes.map(([wish, asked, waiting]) => [text(wish), known(asked, day),
      known(waiting, (days) => n("{count} day", "{count} days", days))]);
    if (!made.length && !wishes.length) return null;
    return section(t("Promises and wishes"), {}, pair(
      made.length ? part(t("Promises to keep"), table(t("Promises to keep"), [[t("Promise"), "wrap"], [t("By"), "day"], [t("Who"), "who"],
        [t("Status")]], made, { kind: "stack", printed: 3, all: account.open_commitments + account.overdue_commitments })) : null,
      wishes.length ? part(t("Wishes without an answer"), table(t("Wishes without an answer"), [[t("Wish"), "wrap"], [t("Since"), "day"],
        [t("Waits"), "n"]], wishes, { kind: "stack", printed: 3, all: account.unanswered_requests })) : null));
  }

  function events(account) {
    if (!account.events.length) return section(t("Timeline"), { class: "past" }, empty(t("Nothing is known to have happened.")));
    const rows = account.events.map(([date, kind, title, amount]) => [[day(date), "day"], [spoken(kind), "quiet"],
      [text(title), "wrap"], [amount === null ? "" : number(amount), "n"]]);
    return section(t("Timeline"), { class: "past" }, table(t("The newest events"), [[t("Day")], [t("Kind")], [t("What happened")], [t("Amount"), "n"]], rows,
      { kind: "stack timeline", head: 2, printed: 5 }));
  }

  function conflicts(account) {
    if (!account.conflicts.length) return section(t("Source conflicts"), { class: "screen-only" }, empty(t("The sources agree on this account.")));
    return section(t("Source conflicts"), { class: "screen-only" }, element("dl", { class: "evidence" },
      account.conflicts.map(([code, evidence]) => element("div", {}, element("dt", {}, CONFLICTS[code] ?? spoken(code)), element("dd", {}, text(evidence))))));
  }

  function members(account) {
    const others = account.members.filter(([id]) => id !== account.account_id);
    if (!others.length) return null;
    return section(t("Other accounts of the customer"), { class: "screen-only" },
      element("ul", { class: "members" }, others.map(([id, name]) => element("li", {}, accountLink(id, name)))));
  }

  return { signals, health, care, promises, events, conflicts, members };
})();
