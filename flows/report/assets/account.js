// The page of one account: what to know before a call first, and what lies behind it below.
"use strict";

(() => {
  const { load, element, employee, number, signed, money, day, month, spoken, t, n, address, facts, lists, dealings } = window.account360;
  const { known, absent, text, isZero, section, factGroups } = window.account360.parts;
  const place = document.getElementById("account");
  const LONG_NAME = 60;
  const shards = Number(place.dataset.shards);

  // FNV-1a over the id's bytes: the writer of the shards computes the same.
  function shardOf(id) {
    let digest = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
    return digest % shards;
  }

  function standing(account) {
    if (account.is_active_customer) {
      return account.customer_since
        ? t("Paying {amount} a month, a customer since {day}.", { amount: money(account.mrr), day: day(account.customer_since) })
        : t("Paying {amount} a month.", { amount: money(account.mrr) });
    }
    return account.last_active_month
      ? t("Not paying now; the last month with recurring revenue was {month}.", { month: month(account.last_active_month) })
      : t("Has never had recurring revenue.");
  }

  function touch(account) {
    if (account.never_contacted) return t("No personal contact is known.");
    return n("Last contact {count} day ago.", "Last contact {count} days ago.", account.days_since_last_contact);
  }

  function owed(account) {
    const amount = money(account.overdue_amount);
    if (account.max_days_overdue === null) return t("{amount} is overdue.", { amount });
    return n("{amount} is overdue, the oldest for {count} day.", "{amount} is overdue, the oldest for {count} days.",
      account.max_days_overdue, { amount });
  }

  // What asks for a word in the call; nothing of it is a judgement of this page.
  function points(account) {
    const said = [];
    if (account.is_deleted) said.push(t("This account has vanished from its source; its history is kept."));
    if (account.top_signal !== null) {
      said.push(t("Gravest sign of leaving: {signal} ({severity}). {evidence}", {
        signal: spoken(account.top_signal), severity: spoken(account.top_signal_severity), evidence: text(account.top_signal_evidence),
      }));
    }
    if (account.open_churn_signals) said.push(n("{count} sign that it may leave.", "{count} signs that it may leave.", account.open_churn_signals));
    if (account.open_buying_signals) said.push(n("{count} sign that it may buy more.", "{count} signs that it may buy more.", account.open_buying_signals));
    if (account.year_without_contact) said.push(t("Nobody has been in touch for too long."));
    if (!isZero(account.overdue_amount)) said.push(owed(account));
    if (account.contacts_missing) said.push(n("The care model misses {count} contact.", "The care model misses {count} contacts.", account.contacts_missing));
    if (account.overdue_commitments) said.push(n("{count} promise is overdue.", "{count} promises are overdue.", account.overdue_commitments));
    if (account.open_complaints) said.push(n("{count} complaint is open.", "{count} complaints are open.", account.open_complaints));
    if (account.open_tickets) said.push(n("{count} support request is open.", "{count} support requests are open.", account.open_tickets));
    if (account.source_conflicts) said.push(n("The sources contradict each other on {count} point.", "The sources contradict each other on {count} points.", account.source_conflicts));
    if (account.last_event !== null) said.push(t("Last event, {day}: {event}.", { day: day(account.last_event_date), event: text(account.last_event) }));
    return said;
  }

  function glance(account) {
    const score = known(account.health_score, (value) => number(value), t("no customer, or too little is known"));
    const inPoints = (change) => signed(Number(change).toFixed(1));
    const moved = (change, words, write = inPoints) => (change === null || change === undefined ? []
      : [element("span", { class: Number(change) < 0 ? "ago bad" : Number(change) > 0 ? "ago good" : "ago" }, words(write(change)))]);
    const below = (value) => (value === null ? [] : [element("span", { class: "ago" }, value)]);
    const cells = [
      [t("Owner"), account.owner_id === null ? absent(t("nobody")) : text(employee(account.owner_id))],
      [t("Segment"), spoken(account.segment), below(account.quadrant && t("quadrant {quadrant}", { quadrant: spoken(account.quadrant) }))],
      [t("Stage of life"), known(account.lifecycle_stage, spoken), below(account.stage_since && t("since {day}", { day: day(account.stage_since) }))],
      [t("Health"), [score, account.health_band ? ` ${spoken(account.health_band)}` : ""],
        moved(account.health_change_week, (change) => t("{change} in a week", { change })),
        moved(account.health_change_month, (change) => t("{change} in a month", { change }))],
      [t("ARR"), money(account.arr), moved(account.mrr_change_12_months, (change) => t("{change} MRR in a year", { change }), signed)],
      [t("Next contact"), known(account.next_contact_due, day, t("none is planned"))],
    ];
    return element("dl", { class: "glance" }, cells.map(([label, value, ...more]) => element("div", {},
      element("dt", {}, label), element("dd", {}, element("span", { class: "value" }, value), more))));
  }

  function show(account) {
    document.title = `${account.account_name || account.account_id} · ${day(document.body.dataset.asOf)}`;
    const said = points(account);
    place.replaceChildren(...[
      element("h1", { class: account.account_name.length > LONG_NAME ? "account-name long" : "account-name" }, element("bdi", {}, account.account_name || account.account_id)),
      element("p", { class: "lead" }, standing(account), " ", touch(account)),
      glance(account),
      said.length ? element("ul", { class: "points" }, said.map((words) => element("li", {}, words))) : null,
      lists.signals(account),
      lists.health(account),
      lists.care(account),
      lists.promises(account),
      dealings.services(account),
      dealings.invoices(account),
      dealings.satisfaction(account),
      dealings.plan(account),
      section(t("Team and people"), { class: "team" }, factGroups([facts.team(account), facts.people(account), facts.identity(account)])),
      lists.events(account),
      dealings.revenue(account),
      section(t("Value, standing and support"), { class: "screen-only" },
        factGroups([facts.revenue(account), facts.worth(account), facts.rank(account), facts.service(account)])),
      dealings.movements(account),
      lists.conflicts(account),
      lists.members(account),
    ].filter(Boolean));
  }

  function apologise(words) {
    document.title = `${t("Account")} · ${day(document.body.dataset.asOf)}`;
    place.replaceChildren(element("h1", {}, t("No such account")), element("p", { class: "lead" }, words),
      element("p", {}, element("a", { href: "accounts.html" }, t("Find it among all accounts"))));
  }

  let asked = null;

  function idOfAddress() {
    return new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("id") ?? "";
  }

  function open() {
    const id = idOfAddress();
    asked = id;
    if (!id) {
      apologise(t("The address names no account."));
      return;
    }
    const shard = `shard-${shardOf(id)}`;
    load(shard).then(({ columns, accounts }) => {
      if (asked !== id) return;
      if (Object.hasOwn(accounts, id)) show(Object.fromEntries(columns.map((column, index) => [column, accounts[id][index]])));
      else apologise(t("The account is not in what is published now; it may go by another id, or the page is older than the data: load it again."));
    }).catch((reason) => {
      if (reason.message !== shard) throw reason;
      apologise(t("The data of the account could not be read: {file} is missing beside this page.", { file: `data/${shard}.js` }));
    });
  }

  address.changed(open);
  open();
})();
