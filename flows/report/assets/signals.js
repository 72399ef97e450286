// The list of signals: filtered and sorted in the page, its state kept in the address, drawn a hundred at a time.
"use strict";

(() => {
  const { load, element, employee, accountLink, address, t, n, spoken, number, money, day } = window.account360;
  const PAGE = 100;
  const NOBODY = "(nobody)";
  const DEFAULTS = { show: "", signal: "", severity: "", segment: "", owner: "", quadrant: "", sort: "" };
  const FILTERS = ["show", "signal", "severity", "segment", "owner", "quadrant"];
  const HEADS = [t("Account"), t("Signal"), t("What was seen and what to do"), t("Who"), t("Since"), t("MRR")];
  const GRADES = { high: t("high severity"), medium: t("medium severity"), low: t("low severity") };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const field = (id) => document.getElementById(id);
  const body = document.querySelector("#signals tbody");

  const newest = (left, right) => (left.first_seen < right.first_seen) - (left.first_seen > right.first_seen);
  const ORDERS = {
    "": null, // As it is published: the gravest first, then the newest.
    new: newest,
    old: (left, right) => newest(right, left),
    mrr: (left, right) => Number(right.mrr ?? 0) - Number(left.mrr ?? 0),
  };

  let state = address.read(DEFAULTS);
  let signals = [];
  let found = [];
  let drawn = 0;

  // Words that recur and accounts stand once in the data and are pointed at.
  function unpacked({ columns, rows, words, accountColumns, accounts }) {
    const named = (names, values) => Object.fromEntries(names.map((name, index) => [name, values[index]]));
    const known = accounts.map((values) => named(accountColumns, values));
    return rows.map((values) => {
      const signal = named(columns, values);
      for (const [name, list] of Object.entries(words)) signal[name] = list[signal[name]];
      return Object.assign(signal, known[signal.account]);
    });
  }

  const isWanted = (wanted, value) => wanted === "" || value === wanted;

  function select() {
    const [kind, name = ""] = state.signal.split(".");
    found = signals.filter((signal) =>
      (state.show !== "new" || signal.is_new)
      && isWanted(kind, signal.kind)
      && isWanted(name, signal.signal)
      && isWanted(state.severity, signal.severity)
      && isWanted(state.segment, signal.segment)
      && isWanted(state.owner, signal.owner_id ?? NOBODY)
      && isWanted(state.quadrant, signal.quadrant ?? "unknown"));
    const order = ORDERS[state.sort];
    if (order) found = found.toSorted(order);
  }

  // Amounts stay exact: cents as whole numbers.
  function mrrOf(list) {
    const once = new Map(list.filter(({ mrr }) => mrr !== null).map(({ account_id, mrr }) => [account_id, mrr]));
    const cents = [...once.values()].reduce((sum, mrr) => sum + BigInt(mrr.replace(".", "")), 0n);
    const digits = String(cents).padStart(3, "0");
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  function cell(label, content, attributes = {}) {
    return element("td", { role: "cell", "data-label": label, ...attributes }, content);
  }

  function about(signal) {
    const parts = [element("span", {}, t("Segment {segment}", { segment: spoken(signal.segment ?? "none") }))];
    if (signal.is_active_customer === false) parts.push(element("span", { class: "tag" }, t("not paying")));
    return element("span", { class: "about" }, parts);
  }

  function sign(signal) {
    const grade = signal.kind === "buying" ? t("sign of buying") : GRADES[signal.severity] ?? spoken(signal.severity);
    return [
      element("span", { class: "sign" }, spoken(signal.signal)),
      element("span", { class: `grade ${signal.severity ?? signal.kind}` }, grade),
      signal.is_new ? element("span", { class: "tag new" }, t("new")) : null,
    ];
  }

  function since(signal) {
    if (signal.cleared) {
      return [t("{from} to {until}", { from: day(signal.first_seen), until: day(signal.cleared) }),
        element("span", { class: "ago" }, n("stood {count} day", "stood {count} days", signal.days_open))];
    }
    return [day(signal.first_seen),
      element("span", { class: "ago" }, n("{count} day ago", "{count} days ago", signal.days_open))];
  }

  function rowOf(signal) {
    return element("tr", { role: "row" },
      element("th", { scope: "row", role: "rowheader", class: "name" },
        accountLink(signal.account_id, signal.account_name), about(signal)),
      cell(HEADS[1], sign(signal), { class: "sign-cell" }),
      cell(HEADS[2], [element("bdi", { class: "seen" }, signal.evidence), element("bdi", { class: "ago" }, signal.suggested_action)],
        { class: "words" }),
      cell(HEADS[3], signal.owner_id === null
        ? element("span", { class: "unknown" }, t("nobody")) : element("bdi", {}, employee(signal.owner_id)), { class: "who" }),
      cell(HEADS[4], since(signal), { class: signal.cleared ? null : "day" }),
      cell(HEADS[5], money(signal.mrr), { class: "n" }));
  }

  function drawMore() {
    body.append(...found.slice(drawn, drawn + PAGE).map(rowOf));
    drawn = Math.min(found.length, drawn + PAGE);
    const left = found.length - drawn;
    field("more").hidden = left === 0;
    field("more").textContent = t("Show {some} more of {left}", { some: number(Math.min(left, PAGE)), left: number(left) });
  }

  function say() {
    const filtered = FILTERS.some((name) => state[name]);
    field("clear").hidden = !filtered;
    if (found.length === 0) {
      field("count").textContent = filtered ? t("No signal fits these filters.") : t("No signal of the policy stands open.");
      return;
    }
    const accounts = new Set(found.map(({ account_id }) => account_id)).size;
    field("count").textContent = t("{signals} at {accounts}; their MRR is {mrr}", {
      signals: n("{count} signal", "{count} signals", found.length),
      accounts: n("{count} account", "{count} accounts", accounts),
      mrr: money(mrrOf(found)),
    });
  }

  function draw() {
    select();
    body.replaceChildren();
    drawn = 0;
    field("signals").hidden = found.length === 0;
    drawMore();
    say();
  }

  async function show() {
    try {
      signals = unpacked(await load(state.show === "cleared" ? "signals-cleared" : "signals"));
    } catch (error) {
      field("count").textContent = t("The signals could not be read: {file} is missing.", { file: `data/${error.message}.js` });
      return;
    }
    fillLists();
    showState();
    draw();
  }

  function option(value, label, attributes = {}) {
    return element("option", { value, ...attributes }, label);
  }

  function fillList(id, values, labelOf) {
    const list = field(id);
    list.querySelectorAll("[data-filled]").forEach((filled) => filled.remove());
    const known = [...new Set(values)].sort((left, right) => collator.compare(labelOf(left), labelOf(right)));
    list.append(...known.map((value) => option(value, labelOf(value), { "data-filled": true })));
  }

  function fillSignals() {
    const list = field("signal");
    list.querySelectorAll("[data-filled]").forEach((filled) => filled.remove());
    for (const [kind, label, all] of [
      ["churn", t("Signs of leaving"), t("All signs of leaving")], ["buying", t("Signs of buying"), t("All signs of buying")],
    ]) {
      const names = [...new Set(signals.filter((signal) => signal.kind === kind).map(({ signal }) => signal))];
      const sorted = names.map((name) => [name, spoken(name)]).sort((left, right) => collator.compare(left[1], right[1]));
      list.append(element("optgroup", { label, "data-filled": true },
        option(kind, all), sorted.map(([name, words]) => option(`${kind}.${name}`, words))));
    }
  }

  function fillLists() {
    fillSignals();
    fillList("segment", signals.map(({ segment }) => segment).filter((segment) => segment !== null), spoken);
    fillList("owner", signals.map(({ owner_id }) => owner_id ?? NOBODY), (owner) => (owner === NOBODY ? t("nobody") : employee(owner)));
    fillList("quadrant", signals.map(({ quadrant }) => quadrant ?? "unknown"), spoken);
  }

  // A value of the address that no signal has any more stays to be seen, and to be cleared.
  function showState() {
    for (const name of [...FILTERS, "sort"]) {
      const list = field(name);
      if (![...list.querySelectorAll("option")].some((known) => known.value === state[name])) {
        list.append(option(state[name], spoken(state[name]), { "data-filled": true }));
      }
      list.value = state[name];
    }
  }

  function change(changes) {
    const needsOthers = "show" in changes && (changes.show === "cleared") !== (state.show === "cleared");
    state = { ...state, ...changes };
    address.keep(state, DEFAULTS);
    showState();
    if (needsOthers) show(); else draw();
  }

  // The address holds the filters, so the way to a section must not change it.
  for (const link of document.querySelectorAll("a[data-section]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field(link.dataset.section).scrollIntoView();
      field(link.dataset.section).focus();
    });
  }
  for (const name of [...FILTERS, "sort"]) {
    field(name).addEventListener("change", (event) => change({ [name]: event.target.value }));
  }
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  field("more").addEventListener("click", () => {
    const next = drawn;
    drawMore();
    body.rows[next]?.querySelector("a").focus();
  });
  field("clear").addEventListener("click", () => {
    change({ ...DEFAULTS, sort: state.sort });
    field("show").focus();
  });
  address.changed(() => {
    state = address.read(DEFAULTS);
    show().then(() => field("list").scrollIntoView());
  });
  show();
})();
