// The page of one account: everything account_360 holds, in words, with its history, movements and conflicts.
"use strict";

(() => {
  const { load, element, number, signed, money, counted, month, accountLink, history } = window.account360;
  const place = document.getElementById("account");
  const LISTED = 12;
  const LONG_NAME = 60;
  const shards = Number(place.dataset.shards);

  // FNV-1a over the id's bytes: the writer of the shards computes the same.
  function shardOf(id) {
    let digest = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(id)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
    return digest % shards;
  }

  const unknown = (words = "not known") => element("span", { class: "unknown" }, words);
  const text = (value, words) => (value === null || value === "" ? unknown(words) : element("bdi", {}, value));
  const day = (value, words) => (value === null ? unknown(words) : value);
  const isZero = (value) => value === null || Number(value) === 0;

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
    if (account.open_tickets) said.push(`${counted(account.open_tickets, "support request")} open.`);
    if (account.source_conflicts) said.push(`The sources contradict each other on ${counted(account.source_conflicts, "point")}.`);
    return said.join(" ");
  }

  function facts(account) {
    const changed = account.mrr_change_12_months;
    const own = account.customer_id === account.account_id;
    return [
      ["Revenue", [
        ["MRR of the last whole month", money(account.mrr)],
        ["ARR, twelve times that", money(account.arr)],
        ["MRR against twelve months before", changed === null ? unknown("never had any") : signed(changed)],
        ["Revenue of the last twelve months", money(account.revenue_ttm)],
        ["Yearly potential", account.potential_annual === null ? unknown() : money(account.potential_annual)],
        ["Products in use", number(account.products_in_use)],
        ["Paying now", account.is_active_customer ? "yes" : "no"],
        ["Last month with recurring revenue", account.last_active_month === null ? unknown("none") : month(account.last_active_month)],
      ]],
      ["Invoices", [
        ["Open", money(account.open_amount)],
        ["Of that overdue", money(account.overdue_amount)],
        ["Oldest overdue", account.max_days_overdue === null ? "none overdue" : counted(account.max_days_overdue, "day")],
        ["Last invoice", day(account.last_invoice_date, "none")],
      ]],
      ["Contact", [
        ["Last personal contact", account.never_contacted ? unknown("never") : account.last_contact],
        ["Days since", account.days_since_last_contact === null ? unknown("never contacted") : number(account.days_since_last_contact)],
        ["Nobody in touch for too long", account.year_without_contact ? "yes" : "no"],
        ["People we know there", number(account.active_contacts)],
        ["Of them decision makers", number(account.active_decision_makers)],
      ]],
      ["Support", [
        ["Open requests", number(account.open_tickets)],
        ["Requests in twelve months", number(account.tickets_12_months)],
        ["Of them complaints", number(account.complaints_12_months)],
        ["Last request", day(account.last_ticket_date, "none")],
      ]],
      ["Who they are", [
        ["Account id", text(account.account_id)],
        ["Customer", own ? "this account itself" : accountLink(account.customer_id, account.customer_name)],
        ["Direct parent", account.parent_account_id === null
          ? "none" : accountLink(account.parent_account_id, account.parent_name)],
        ["Customer since", day(account.customer_since, "not known")],
        ["Country", text(account.country)],
        ["Industry", text(account.industry)],
        ["Relationship", text(account.relationship_stage, "not told")],
        ["In its source", account.is_deleted ? "no longer" : "yes"],
      ]],
      ["Care", [
        ["Segment", `${account.segment}, ${account.is_segment_set ? "set by the company" : "computed from revenue"}`],
        ["Class by the customer's revenue", account.abc_class],
        ["Owner", text(account.owner_id, "nobody")],
        ["Customer-success manager", text(account.csm_id, "nobody named")],
        ["Source conflicts", number(account.source_conflicts)],
      ]],
    ];
  }

  function section(title, ...content) {
    return element("section", {}, element("h2", {}, title), content);
  }

  function table(caption, heads, rows) {
    const head = element("tr", {}, heads.map(([label, kind]) => element("th", { scope: "col", class: kind }, label)));
    return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, rows)));
  }

  const row = (head, ...cells) => element("tr", {}, element("th", { scope: "row" }, head),
    cells.map(([content, kind]) => element("td", { class: kind }, content)));

  function everyMonth(entries) {
    const known = new Map(entries.map((entry) => [entry[0], entry]));
    const filled = [];
    let [year, index] = entries[0][0].split("-").map(Number);
    const last = entries[entries.length - 1][0];
    for (let first = entries[0][0]; first <= last;) {
      filled.push(known.get(first) ?? [first, null, null]);
      year += index === 12 ? 1 : 0;
      index = index === 12 ? 1 : index + 1;
      first = `${year}-${String(index).padStart(2, "0")}-01`;
    }
    return filled;
  }

  function historyOf(account) {
    if (!account.history) return section("Recurring revenue", element("p", { class: "empty" }, "No revenue is known of this account."));
    const months = everyMonth(account.history);
    const box = element("div", { class: "history" });
    const rows = months.toReversed().map(([first, mrr, revenue]) => row(month(first),
      [mrr === null ? "no data" : number(mrr), "n"], [revenue === null ? "no data" : number(revenue), "n"]));
    const caption = `MRR and recognised revenue by month, ${document.body.dataset.currency}`;
    const behind = element("details", { class: "figures-behind" }, element("summary", {}, "Every month as a table"),
      table(caption, [["Month"], ["MRR", "n"], ["Revenue", "n"]], rows));
    if (months.some(([, mrr]) => mrr !== null)) history.fill(box, months.map(([first, mrr]) => [first, mrr]));
    else box.append(element("p", { class: "empty" }, "There has been revenue, but none of it recurring."));
    return section("Recurring revenue", box, behind);
  }

  function movementsOf(account) {
    const whole = account.customer_id !== account.account_id || account.members.length > 1;
    const who = whole
      ? element("p", { class: "under" }, "Of the whole customer ", accountLink(account.customer_id, account.customer_name),
        `, which has ${counted(account.members.length, "account")}.`)
      : null;
    if (!account.movements) return section("Movements", who, element("p", { class: "empty" }, "Nothing has moved yet."));
    const currency = document.body.dataset.currency;
    const rows = account.movements.map(([first, kind, opening, moved, others, closing]) => row(month(first),
      [kind === "none" ? "only rates or rounding" : kind],
      [number(opening), "n"], [signed(moved), isZero(moved) ? "n nil" : "n"], [signed(others), isZero(others) ? "n nil" : "n"],
      [number(closing), "n strong"]));
    const heads = [["Month"], ["What happened"], ["Before", "n"], ["Change", "n"], ["Rates, rounding", "n"], ["After", "n"]];
    const earlier = rows.slice(LISTED);
    return section("Movements", who,
      table(`Movements of the customer's MRR, ${currency}`, heads, rows.slice(0, LISTED)),
      earlier.length ? element("details", { class: "figures-behind" },
        element("summary", {}, counted(earlier.length, "earlier movement")),
        table(`Earlier movements of the customer's MRR, ${currency}`, heads, earlier)) : []);
  }

  function conflictsOf(account) {
    if (!account.conflicts.length) return section("Source conflicts", element("p", { class: "empty" }, "The sources agree on this account."));
    return section("Source conflicts", element("dl", { class: "evidence" },
      account.conflicts.map(([kind, evidence]) => element("div", {}, element("dt", {}, kind), element("dd", {}, evidence)))));
  }

  function membersOf(account) {
    const others = account.members.filter(([id]) => id !== account.account_id);
    if (!others.length) return null;
    return section("Other accounts of the customer",
      element("ul", { class: "members" }, others.map(([id, name]) => element("li", {}, accountLink(id, name)))));
  }

  function show(account) {
    document.title = `${account.account_name} · ${document.body.dataset.asOf}`;
    const groups = facts(account).map(([title, entries]) => element("section", { class: "facts" },
      element("h2", {}, title),
      element("dl", {}, entries.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))))));
    place.replaceChildren(...[
      element("h1", { class: account.account_name.length > LONG_NAME ? "account-name long" : "account-name" }, element("bdi", {}, account.account_name || account.account_id)),
      element("p", { class: "lead" }, sentences(account)),
      account.conflicts.length ? conflictsOf(account) : null,
      historyOf(account),
      element("div", { class: "fact-groups" }, groups),
      movementsOf(account),
      account.conflicts.length ? null : conflictsOf(account),
      membersOf(account),
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
