// The page of one owner: whom to look after today, what is due, what was promised and which renewals are near.
"use strict";

(() => {
  const { load, element, address, accountLink, t, n, number, money, percent, signed, day, month, spoken } = window.account360;
  const { table, known, text, section, factGroups, absent } = window.account360.parts;
  const NOBODY = "(nobody)";
  const DEFAULTS = { owner: "", sort: "signals" };
  const PAGE = 25;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const field = (id) => document.getElementById(id);
  let state = address.read(DEFAULTS);
  let data = null;

  const last = (a, b, compare) => (a === null || b === null ? (a === null) - (b === null) : compare(a, b));
  const ORDERS = {
    signals: (a, b) => b.open_churn_signals - a.open_churn_signals || Number(b.mrr) - Number(a.mrr),
    due: (a, b) => last(a.next_contact_due, b.next_contact_due, (left, right) => left.localeCompare(right)),
    mrr: (a, b) => Number(b.mrr) - Number(a.mrr),
    health: (a, b) => last(a.health_score, b.health_score, (left, right) => Number(left) - Number(right)),
    name: (a, b) => collator.compare(a.account_name ?? "", b.account_name ?? ""),
  };

  // A long list opens to its full length on demand; nothing is cut off for good.
  function listed(title, heads, rows, nothing) {
    if (!rows.length) return section(title, {}, element("p", { class: "empty" }, nothing));
    const place = element("div", {});
    const draw = (count) => {
      const left = rows.length - count;
      const more = left > 0 ? element("p", { class: "more" }, element("button", { type: "button" }, t("Show {count} more", { count: number(left) }))) : null;
      more?.firstChild.addEventListener("click", () => draw(rows.length));
      place.replaceChildren(...table(title, heads, rows.slice(0, count), { kind: "stack" }), ...[more].filter(Boolean));
    };
    draw(PAGE);
    return section(title, {}, place);
  }

  function figures(owner, book) {
    const entries = data.entries.find(([id]) => id === owner?.id);
    const paying = book.filter((account) => account.is_active_customer);
    const facts = [[t("The book"), [
      [t("Accounts"), number(book.length)],
      [t("Paying accounts"), number(paying.length)],
      owner ? [t("MRR"), money(owner.mrr)] : null,
      [t("Accounts with signs of leaving"), number(book.filter((account) => account.open_churn_signals > 0).length)],
      [t("Accounts without the contacts of the care model"), number(book.filter((account) => account.care_status === "missed").length)],
      [t("Accounts with overdue invoices"), number(book.filter((account) => Number(account.overdue_amount) > 0).length)],
    ].filter(Boolean)]];
    if (owner) {
      facts.push([t("The work"), [
        [t("Contacts in twelve months"), number(owner.contacts)],
        [t("Entries, last month"), entries ? `${number(entries[2])} (${month(entries[1])})` : absent(t("none"))],
        [t("Days to write down a contact, median"), entries ? known(entries[3], (days) => number(days), t("none to judge")) : absent(t("none to judge"))],
        [t("Meetings with minutes"), entries ? known(entries[4], percent, t("no meetings")) : absent(t("no meetings"))],
      ]]);
      const targets = data.targets.filter(([id]) => id === owner.id);
      if (targets.length) {
        facts.push([t("Targets"), targets.map(([, metric, target, actual, share, , to]) => [
          t("{metric} by {day}", { metric: spoken(metric), day: day(to) }),
          target === null ? absent(t("no target")) : t("{actual} of {target} ({share})", {
            actual: actual === null ? t("not known") : number(actual), target: number(target),
            share: share === null ? t("not known") : percent(share) }),
        ])]);
      }
    }
    return factGroups(facts);
  }

  function accountsOf(book) {
    const rows = book.toSorted(ORDERS[state.sort] ?? ORDERS.signals).map((account) => [
      accountLink(account.account_id, account.account_name), account.segment, money(account.mrr),
      account.mrr_change_12_months === null ? absent(t("never paid"))
        : [signed(account.mrr_change_12_months), Number(account.mrr_change_12_months) < 0 ? "n bad" : "n"],
      known(account.health_score, number, t("too little is known")),
      [number(account.open_churn_signals), account.open_churn_signals ? "n bad" : "n nil"],
      account.last_contact === null ? absent(t("never")) : day(account.last_contact),
      known(account.next_contact_due, day, t("nothing is due")),
      [number(account.overdue_amount), Number(account.overdue_amount) ? "n bad" : "n nil"]]);
    return listed(t("Accounts"), [[t("Account"), "name"], [t("Segment")], [t("MRR"), "n"], [t("12-month change"), "n"], [t("Health"), "n"],
      [t("Signs of leaving"), "n"], [t("Last contact"), "day"], [t("Next contact due"), "day"], [t("Overdue"), "n"]], rows, t("No account is in this book."));
  }

  function draw() {
    const owner = data.owners.find(({ id }) => id === state.owner);
    const book = data.accounts.filter((account) => (account.owner_id ?? NOBODY) === state.owner && !account.is_deleted);
    const names = new Map(book.map((account) => [account.account_id, account.account_name]));
    const link = (id) => accountLink(id, names.get(id));
    const due = data.due.filter(([, , id]) => (id ?? NOBODY) === state.owner).map(([id, name, , , item, , status, , planned, deadline]) => [
      accountLink(id, name), spoken(item), [spoken(status), status === "overdue" ? "bad" : undefined], known(deadline, day, t("no day is set")), day(planned)]);
    const promises = data.promises.filter(([id, promiser]) => (promiser === null ? names.has(id) : promiser === state.owner)).map(([id, , promise, until, status]) => [
      accountLink(id, names.get(id) ?? data.names.get(id)), text(promise), known(until, day, t("no day is set")), [spoken(status), status === "overdue" ? "bad" : undefined]]);
    const renewals = data.renewals.filter(([id]) => names.has(id)).map(([id, product, status, value, end, notice, ready]) => [
      link(id), text(product), spoken(status), known(value, money), day(end), known(notice, day, t("no day is set")), known(ready, (share) => percent(share, 0))]);
    field("book").replaceChildren(
      element("h2", { class: "owner-name" }, state.owner === NOBODY ? t("Accounts that nobody owns") : text(owner?.name ?? state.owner)),
      figures(owner, book),
      accountsOf(book),
      listed(t("Due this month"), [[t("Account"), "name"], [t("What")], [t("Status")], [t("Due by"), "day"], [t("Planned on"), "day"]], due,
        t("Nothing is overdue or due by the end of the month.")),
      listed(t("Promises to keep"), [[t("Account"), "name"], [t("Promise"), "words"], [t("By"), "day"], [t("Status")]], promises, t("No promise stands open.")),
      listed(t("Renewals ahead"), [[t("Account"), "name"], [t("Product")], [t("Status")], [t("At stake"), "n"], [t("Term ends"), "day"], [t("Notice until"), "day"], [t("Ready"), "n"]],
        renewals, t("No renewal is ahead.")));
  }

  function show() {
    if (!state.owner) state.owner = field("owner").value;
    if (![...field("owner").options].some(({ value }) => value === state.owner)) field("owner").append(element("option", { value: state.owner }, state.owner));
    field("owner").value = state.owner;
    field("sort").value = state.sort in ORDERS ? state.sort : DEFAULTS.sort;
    draw();
  }

  function fill() {
    const names = new Map(data.owners.map(({ id, name }) => [id, name]));
    const owning = new Set(data.accounts.filter((account) => !account.is_deleted).map((account) => account.owner_id));
    const options = [...owning].filter((id) => id !== null).map((id) => [id, names.get(id) ?? id]).sort((a, b) => collator.compare(a[1], b[1]));
    field("owner").append(...options.map(([id, name]) => element("option", { value: id }, name)));
    if (owning.has(null)) field("owner").append(element("option", { value: NOBODY }, t("Nobody")));
    return options.length > 0 || owning.has(null);
  }

  Promise.all(["accounts", "owners", "care"].map(load)).then(([accounts, owners, care]) => {
    data = {
      ...owners,
      due: care.due,
      owners: owners.owners.map(([id, name, , , , , , mrr, contacts]) => ({ id, name, mrr, contacts })),
      accounts: Array.from({ length: accounts.count }, (_, place) => Object.fromEntries(Object.entries(accounts.columns).map(
        ([column, { values, at }]) => [column, values[at ? at[place] : place]]))),
    };
    data.names = new Map(data.accounts.map((account) => [account.account_id, account.account_name]));
    if (!fill()) {
      field("book").replaceChildren(element("p", { class: "empty" }, t("There are no accounts yet.")));
      return;
    }
    show();
    for (const name of Object.keys(DEFAULTS)) {
      field(name).addEventListener("change", (event) => {
        state = { ...state, [name]: event.target.value };
        address.keep(state, DEFAULTS);
        draw();
      });
    }
    address.changed(() => { state = address.read(DEFAULTS); show(); });
  }).catch((error) => {
    field("book").replaceChildren(element("p", { class: "empty" }, t("The accounts could not be read: {file} is missing.", { file: `data/${error.message}.js` })));
  });
})();
