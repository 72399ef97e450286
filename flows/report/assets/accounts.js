// The table of accounts: searched, filtered and sorted in the page, its state kept in the address.
"use strict";

(() => {
  const { load, element, employee, number, signed, day, spoken, t, n, address, accountLink, folded } = window.account360;
  const PAGE = 100;
  const DEFAULTS = { search: "", segment: "", owner: "", quadrant: "", show: "", sort: "-mrr" };
  const LISTS = ["segment", "owner", "quadrant", "show", "sort"];
  const FILTERS = { segment: "segment", owner: "owner_id", quadrant: "quadrant" };
  const CARE = { ok: t("kept"), missed: t("missed"), not_due: t("not due yet") };
  // Stands in the address for what is not known; no id and no code of a mart is like it.
  const NONE = "(none)";
  const NUMBERS = new Set([
    "mrr", "mrr_change_12_months", "health_score", "open_churn_signals", "overdue_amount", "open_tickets", "source_conflicts",
  ]);
  const SHOWN = {
    "": () => true,
    customers: (at) => value("is_active_customer", at),
    warned: (at) => value("open_churn_signals", at) > 0,
    silent: (at) => value("year_without_contact", at) && value("is_active_customer", at) && !value("is_deleted", at),
    overdue: (at) => Number(value("overdue_amount", at)) > 0,
    care: (at) => value("care_status", at) === "missed",
    tickets: (at) => value("open_tickets", at) > 0,
    conflicts: (at) => value("source_conflicts", at) > 0,
  };
  const field = (id) => document.getElementById(id);
  const body = document.querySelector("#accounts tbody");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  let count = 0;
  let columns = {};
  let searched = null;
  let found = [];
  let drawn = 0;
  let state = stateOfAddress();

  // A column holds its different values once, and by account which of them.
  function value(name, at) {
    const column = columns[name];
    return column.at ? column.values[column.at[at]] : column.values[at];
  }

  function stateOfAddress() {
    const given = address.read(DEFAULTS);
    return { ...given, show: Object.hasOwn(SHOWN, given.show) ? given.show : "" };
  }

  const isFiltered = () => Object.keys(DEFAULTS).some((name) => name !== "sort" && state[name] !== DEFAULTS[name]);

  // The ranks of a column's values, each compared once however often it occurs.
  function ranks(key) {
    const { values, at } = columns[key];
    const order = [...values.keys()].filter((place) => values[place] !== null);
    order.sort(NUMBERS.has(key) ? (a, b) => Number(values[a]) - Number(values[b]) : (a, b) => collator.compare(values[a], values[b]));
    const rank = new Array(values.length).fill(null);
    const same = NUMBERS.has(key) ? (a, b) => Number(a) === Number(b) : (a, b) => collator.compare(a, b) === 0;
    order.forEach((place, index) => {
      rank[place] = index && same(values[order[index - 1]], values[place]) ? rank[order[index - 1]] : index;
    });
    return (account) => rank[at ? at[account] : account];
  }

  function sorted(chosen) {
    // The data comes in this order.
    if (state.sort === DEFAULTS.sort) return chosen;
    const direction = state.sort.startsWith("-") ? -1 : 1;
    const key = direction < 0 ? state.sort.slice(1) : state.sort;
    if (!Object.hasOwn(columns, key)) return chosen;
    const rankOf = ranks(key);
    // What is not known stands last, whichever way the rest is sorted; a date of contact that is missing means never.
    const unknown = (key === "last_contact" ? -direction : 1) * Infinity;
    return chosen.map((at) => [rankOf(at), at]).sort(([a, left], [b, right]) => {
      const [x, y] = [a === null ? unknown : a * direction, b === null ? unknown : b * direction];
      return x === y ? left - right : x < y ? -1 : 1;
    }).map(([, at]) => at);
  }

  function nameAndId(at) {
    searched ??= Array.from({ length: count }, (_, account) => folded(`${value("account_name", account)}\n${value("account_id", account)}`));
    return searched[at];
  }

  function select() {
    const wanted = folded(state.search.trim());
    const asked = Object.entries(FILTERS).filter(([name]) => state[name])
      .map(([name, column]) => [column, state[name] === NONE ? null : state[name]]);
    const chosen = [];
    for (let at = 0; at < count; at += 1) {
      if ((!wanted || nameAndId(at).includes(wanted)) && asked.every(([column, code]) => value(column, at) === code)
        && SHOWN[state.show](at)) chosen.push(at);
    }
    found = sorted(chosen);
  }

  function cell(label, content, attributes = {}) {
    return element("td", { role: "cell", "data-label": label, ...attributes }, content);
  }

  const unknown = (words) => element("span", { class: "unknown" }, words);
  const below = (words, kind = "ago") => element("span", { class: kind }, words);
  const amount = (given) => ({ class: Number(given) === 0 ? "n nil" : "n" });

  function nameCell(at) {
    const about = [element("span", { class: "id" }, element("bdi", {}, value("account_id", at)))];
    if (value("is_deleted", at)) about.push(element("span", { class: "tag" }, t("gone from its source")));
    else if (!value("is_active_customer", at)) about.push(element("span", { class: "tag" }, t("not paying")));
    return element("th", { scope: "row", role: "rowheader", class: "name" },
      accountLink(value("account_id", at), value("account_name", at)), element("span", { class: "about" }, about));
  }

  function contactCell(at) {
    const last = value("last_contact", at);
    const since = value("days_since_last_contact", at);
    const shown = last === null ? t("never") : [day(last), below(n("{count} day ago", "{count} days ago", since))];
    return cell(t("Last contact"), shown, { class: value("year_without_contact", at) ? "day silent" : "day" });
  }

  function careCell(at) {
    const status = value("care_status", at);
    const due = value("next_contact_due", at);
    return cell(t("Care"), [status === null ? unknown("\u2013") : CARE[status] ?? spoken(status),
      due === null ? [] : below(t("next by {day}", { day: day(due) }))], { class: status === "missed" ? "day silent" : "day" });
  }

  function rowOf(at) {
    const owner = value("owner_id", at);
    const quadrant = value("quadrant", at);
    const change = value("mrr_change_12_months", at);
    const health = value("health_score", at);
    const signs = value("open_churn_signals", at);
    const changed = change === null || Number(change) === 0 ? "nil" : Number(change) > 0 ? "good" : "bad";
    const counts = [[t("Overdue"), "overdue_amount"], [t("Tickets"), "open_tickets"], [t("Conflicts"), "source_conflicts"]];
    return element("tr", { role: "row" }, nameCell(at),
      cell(t("Segment"), [spoken(value("segment", at)), quadrant === null ? [] : below(spoken(quadrant))]),
      cell(t("Owner"), owner === null ? unknown(t("nobody")) : element("bdi", {}, employee(owner)), { class: "who" }),
      cell(t("MRR"), number(value("mrr", at)), amount(value("mrr", at))),
      cell(t("12-month change"), change === null ? t("never paid") : signed(change), { class: `n ${changed}` }),
      cell(t("Health"), [health === null ? "\u2013" : number(health), signs ? below(n("{count} sign", "{count} signs", signs)) : []],
        { class: health === null ? "n nil" : "n" }),
      contactCell(at), careCell(at),
      counts.map(([label, name]) => cell(label, number(value(name, at)), amount(value(name, at)))));
  }

  function drawMore() {
    body.append(...found.slice(drawn, drawn + PAGE).map(rowOf));
    drawn = Math.min(found.length, drawn + PAGE);
    const left = found.length - drawn;
    field("more").hidden = left === 0;
    field("more").textContent = t("Show {next} more of {left}", { next: number(Math.min(left, PAGE)), left: number(left) });
  }

  function say() {
    field("clear").hidden = !isFiltered();
    field("count").textContent = count === 0 ? t("There are no accounts yet.")
      : isFiltered() ? n("{found} of {count} account", "{found} of {count} accounts", count, { found: number(found.length) })
        : n("{count} account", "{count} accounts", count);
    for (const head of document.querySelectorAll("#accounts th[data-key]")) {
      const { key } = head.dataset;
      const way = state.sort === key ? "ascending" : state.sort === `-${key}` ? "descending" : null;
      if (way) head.setAttribute("aria-sort", way); else head.removeAttribute("aria-sort");
    }
  }

  function draw() {
    select();
    body.replaceChildren();
    drawn = 0;
    drawMore();
    say();
  }

  function showState() {
    field("search").value = state.search;
    for (const name of LISTS) {
      const list = field(name);
      if (![...list.options].some((option) => option.value === state[name])) {
        list.append(element("option", { value: state[name] }, name === "sort" ? t("A column") : state[name]));
      }
      list.value = state[name];
    }
  }

  function become(next) {
    state = next;
    address.keep(state, DEFAULTS);
    showState();
    draw();
  }

  const change = (name, given) => become({ ...state, [name]: given });

  function fillList(name, labelOf, labelOfNone) {
    const { values } = columns[FILTERS[name]];
    const known = [...new Set(values)].filter((code) => code !== null);
    known.sort((a, b) => collator.compare(labelOf(a), labelOf(b)));
    field(name).append(...known.map((code) => element("option", { value: code }, labelOf(code))));
    if (values.includes(null)) field(name).append(element("option", { value: NONE }, labelOfNone));
  }

  function sortBy(event) {
    const key = event.target.closest("th[data-key]")?.dataset.key;
    if (!key) return;
    const [first, second] = NUMBERS.has(key) ? [`-${key}`, key] : [key, `-${key}`];
    change("sort", state.sort === first ? second : first);
  }

  function listen() {
    field("search").addEventListener("input", (event) => change("search", event.target.value));
    for (const name of LISTS) field(name).addEventListener("change", (event) => change(name, event.target.value));
    document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
    document.querySelector("#accounts thead").addEventListener("click", sortBy);
    field("more").addEventListener("click", () => {
      const next = drawn;
      drawMore();
      body.rows[next]?.querySelector("a").focus();
    });
    field("clear").addEventListener("click", () => {
      become({ ...DEFAULTS, sort: state.sort });
      field("search").focus();
    });
    address.changed(() => {
      state = stateOfAddress();
      showState();
      draw();
    });
  }

  load("accounts").then((table) => {
    ({ count, columns } = table);
    fillList("segment", spoken, t("Not known"));
    fillList("owner", employee, t("Nobody"));
    fillList("quadrant", spoken, t("Not known"));
    showState();
    listen();
    draw();
  }).catch((reason) => {
    if (reason.message !== "accounts") throw reason;
    field("count").textContent = t("The accounts could not be read: {file} is missing.", { file: "data/accounts.js" });
  });
})();
