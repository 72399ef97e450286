// The page of one account: what to know before a call, from who looks after it to where the sources contradict each other.
"use strict";

(() => {
  const { load, element, money, counted, month, facts, lists } = window.account360;
  const { isZero, factGroups } = window.account360.parts;
  const place = document.getElementById("account");
  const LONG_NAME = 60;
  const shards = Number(place.dataset.shards);

  // FNV-1a over the id's bytes: the writer of the shards computes the same.
  function shardOf(id) {
    let digest = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
    return digest % shards;
  }

  function sentences(account) {
    const said = [];
    if (account.is_deleted) said.push("This account has vanished from its source; its history is kept.");
    if (account.is_active_customer) {
      said.push(`Paying ${money(account.mrr)} a month${account.customer_since ? `, a customer since ${account.customer_since}` : ""}.`);
    } else if (account.last_active_month) {
      said.push(`Not paying now; the last month with recurring revenue was ${month(account.last_active_month)}.`);
    } else {
      said.push("Has never had recurring revenue.");
    }
    if (account.never_contacted) said.push("No personal contact is known.");
    else said.push(`Last contact ${counted(account.days_since_last_contact, "day")} ago.`);
    if (account.year_without_contact) said.push("Nobody has been in touch for too long.");
    if (!isZero(account.overdue_amount)) {
      const oldest = account.max_days_overdue === null ? "" : `, the oldest for ${counted(account.max_days_overdue, "day")}`;
      said.push(`${money(account.overdue_amount)} is overdue${oldest}.`);
    }
    if (account.open_churn_signals) said.push(`${counted(account.open_churn_signals, "sign")} that it may leave.`);
    if (account.contacts_missing) said.push(`The care model misses ${counted(account.contacts_missing, "contact")}.`);
    if (account.overdue_commitments) said.push(`${counted(account.overdue_commitments, "promise")} ${account.overdue_commitments === 1 ? "is" : "are"} overdue.`);
    if (account.open_tickets) said.push(`${counted(account.open_tickets, "support request")} open.`);
    if (account.source_conflicts) said.push(`The sources contradict each other on ${counted(account.source_conflicts, "point")}.`);
    if (account.last_event !== null) said.push(`Last event, ${account.last_event_date}: ${account.last_event}.`);
    return said.join(" ");
  }

  function show(account) {
    document.title = `${account.account_name} · ${document.body.dataset.asOf}`;
    place.replaceChildren(...[
      element("h1", { class: account.account_name.length > LONG_NAME ? "account-name long" : "account-name" }, element("bdi", {}, account.account_name || account.account_id)),
      element("p", { class: "lead" }, sentences(account)),
      factGroups(facts.people(account)),
      factGroups(facts.worth(account)),
      lists.signals(account),
      lists.health(account),
      lists.revenue(account),
      lists.care(account),
      factGroups(facts.dealings(account)),
      factGroups(facts.undertakings(account)),
      lists.promises(account),
      lists.events(account),
      lists.movements(account),
      lists.conflicts(account),
      lists.members(account),
    ].filter(Boolean));
  }

  function apologise(words) {
    document.title = `Account · ${document.body.dataset.asOf}`;
    place.replaceChildren(element("h1", {}, "No such account"), element("p", { class: "lead" }, words, " "),
      element("p", {}, element("a", { href: "accounts.html" }, "Find it among all accounts")));
  }

  let asked = null;

  function open() {
    const id = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("id");
    asked = id;
    if (!id) {
      apologise("The address names no account.");
      return;
    }
    const shard = `shard-${shardOf(id)}`;
    load(shard).then((accounts) => {
      if (asked !== id) return;
      if (Object.hasOwn(accounts, id)) show(accounts[id]);
      else apologise("The account is not in what is published now; it may go by another id, or the page is older than the data: load it again.");
    }).catch(() => apologise(`The data of the account could not be read: data/${shard}.js is missing beside this page.`));
  }

  window.addEventListener("hashchange", open);
  open();
})();
