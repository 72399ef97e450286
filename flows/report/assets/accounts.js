// The table of accounts: searched, filtered and sorted in the page, its state kept in the address.
"use strict";

(() => {
  const { load, element, number, signed, counted, accountLink, folded } = window.account360;
  const PAGE = 100;
  const DEFAULT_SORT = "-mrr";
  const CARE = { ok: "kept", missed: "missed", not_due: "not due yet" };
  const NOBODY = "(nobody)";
  const NUMBERS = new Set([
    "mrr", "mrr_change_12_months", "health_score", "open_churn_signals", "overdue_amount", "open_tickets", "source_conflicts",
  ]);
  const SHOWN = {
    "": () => true,
    customers: (account) => account.is_active_customer,
    warned: (account) => account.open_churn_signals > 0,
    silent: (account) => account.year_without_contact && account.is_active_customer && !account.is_deleted,
    overdue: (account) => Number(account.overdue_amount) > 0,
    care: (account) => account.care_status === "missed",
    tickets: (account) => account.open_tickets > 0,
    conflicts: (account) => account.source_conflicts > 0,
  };
  const field = (id) => document.getElementById(id);
  const body = document.querySelector("#accounts tbody");
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  let accounts = [];
  let found = [];
  let drawn = 0;

  function stateOfAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    return {
      search: given.get("search") ?? "",
      segment: given.get("segment") ?? "",
      owner: given.get("owner") ?? "",
      show: given.get("show") in SHOWN ? given.get("show") : "",
      sort: given.get("sort") || DEFAULT_SORT,
    };
  }

  let state = stateOfAddress();

  function keepInAddress() {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) {
      if (value && !(name === "sort" && value === DEFAULT_SORT)) kept.set(name, value);
    }
    const hash = kept.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function compare(key, direction) {
    return (left, right) => {
      const a = left[key];
      const b = right[key];
      // What is not known stands last, whichever way the rest is sorted; a date of contact that is missing means never.
      const never = key === "last_contact";
      if (a === null || b === null) {
        if (a === b) return collator.compare(left.account_id, right.account_id);
        return (a === null ? 1 : -1) * (never ? -direction : 1);
      }
      const order = NUMBERS.has(key) ? Number(a) - Number(b) : collator.compare(a, b);
      return order ? order * direction : collator.compare(left.account_id, right.account_id);
    };
  }

  function select() {
    const wanted = folded(state.search.trim());
    const owner = state.owner === NOBODY ? null : state.owner;
    found = accounts.filter((account) =>
      account.searched.includes(wanted)
      && (!state.segment || account.segment === state.segment)
      && (!state.owner || account.owner_id === owner)
      && SHOWN[state.show](account));
    const descending = state.sort.startsWith("-");
    found.sort(compare(descending ? state.sort.slice(1) : state.sort, descending ? -1 : 1));
  }

  function cell(label, content, attributes = {}) {
    return element("td", { role: "cell", "data-label": label, ...attributes }, content);
  }

  function amount(value) {
    return { class: Number(value) === 0 ? "n nil" : "n" };
  }

  function rowOf(account) {
    const about = [element("span", { class: "id" }, element("bdi", {}, account.account_id))];
    if (account.is_deleted) about.push(element("span", { class: "tag" }, "gone from its source"));
    else if (!account.is_active_customer) about.push(element("span", { class: "tag" }, "not paying"));
    const change = account.mrr_change_12_months;
    const silent = account.year_without_contact;
    const contact = account.last_contact === null
      ? "never"
      : [account.last_contact, element("span", { class: "ago" }, counted(account.days_since_last_contact, "day"), " ago")];
    const care = account.care_status === null
      ? element("span", { class: "unknown" }, "\u2013") : CARE[account.care_status] ?? account.care_status;
    const due = account.next_contact_due === null ? null : element("span", { class: "ago" }, "next by ", account.next_contact_due);
    const signs = account.open_churn_signals ? element("span", { class: "ago" }, counted(account.open_churn_signals, "sign")) : null;
    return element("tr", { role: "row" },
      element("th", { scope: "row", role: "rowheader", class: "name" },
        accountLink(account.account_id, account.account_name), element("span", { class: "about" }, about)),
      cell("Segment", account.segment),
      cell("Owner", account.owner_id === null
        ? element("span", { class: "unknown" }, "nobody") : element("bdi", {}, account.owner_id)),
      cell("MRR", number(account.mrr), amount(account.mrr)),
      cell("12-month change", change === null ? "never paid" : signed(change),
        { class: `n ${change === null || Number(change) === 0 ? "nil" : Number(change) > 0 ? "good" : "bad"}` }),
      cell("Health", [account.health_score === null ? "\u2013" : number(account.health_score), signs],
        { class: account.health_score === null ? "n nil" : "n" }),
      cell("Last contact", contact, { class: silent ? "day silent" : "day" }),
      cell("Care", [care, due], { class: account.care_status === "missed" ? "day silent" : "day" }),
      cell("Overdue", number(account.overdue_amount), amount(account.overdue_amount)),
      cell("Tickets", number(account.open_tickets), amount(account.open_tickets)),
      cell("Conflicts", number(account.source_conflicts), amount(account.source_conflicts)));
  }

  function drawMore() {
    body.append(...found.slice(drawn, drawn + PAGE).map(rowOf));
    drawn = Math.min(found.length, drawn + PAGE);
    const left = found.length - drawn;
    field("more").hidden = left === 0;
    field("more").textContent = `Show ${number(Math.min(left, PAGE))} more of ${number(left)}`;
  }

  function say() {
    const filtered = state.search || state.segment || state.owner || state.show;
    field("clear").hidden = !filtered;
    field("count").textContent = accounts.length === 0
      ? "There are no accounts yet."
      : filtered
        ? `${number(found.length)} of ${counted(accounts.length, "account")}`
        : counted(accounts.length, "account");
    for (const head of document.querySelectorAll("#accounts th[data-key]")) {
      const key = head.dataset.key;
      const sorted = state.sort === key ? "ascending" : state.sort === `-${key}` ? "descending" : null;
      if (sorted) head.setAttribute("aria-sort", sorted); else head.removeAttribute("aria-sort");
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
    for (const name of ["segment", "owner", "show", "sort"]) {
      const list = field(name);
      if (![...list.options].some((option) => option.value === state[name])) {
        list.append(element("option", { value: state[name], "data-kept": true }, name === "sort" ? "A column" : state[name]));
      }
      list.value = state[name];
    }
  }

  function change(name, value) {
    state = { ...state, [name]: value };
    keepInAddress();
    showState();
    draw();
  }

  function fillList(id, values, labelOf = (value) => value) {
    const known = [...new Set(values)].sort(collator.compare);
    field(id).append(...known.map((value) => element("option", { value }, labelOf(value))));
  }

  function listen() {
    field("search").addEventListener("input", (event) => change("search", event.target.value));
    for (const name of ["segment", "owner", "show", "sort"]) {
      field(name).addEventListener("change", (event) => change(name, event.target.value));
    }
    document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
    document.querySelector("#accounts thead").addEventListener("click", (event) => {
      const key = event.target.closest("th[data-key]")?.dataset.key;
      if (!key) return;
      const first = NUMBERS.has(key) ? `-${key}` : key;
      const second = NUMBERS.has(key) ? key : `-${key}`;
      change("sort", state.sort === first ? second : first);
    });
    field("more").addEventListener("click", () => {
      const next = drawn;
      drawMore();
      body.rows[next]?.querySelector("a").focus();
    });
    field("clear").addEventListener("click", () => {
      state = { search: "", segment: "", owner: "", show: "", sort: state.sort };
      keepInAddress();
      showState();
      draw();
      field("search").focus();
    });
    window.addEventListener("hashchange", () => {
      state = stateOfAddress();
      showState();
      draw();
    });
  }

  load("accounts").then(({ columns, rows }) => {
    accounts = rows.map((row) => {
      const account = Object.fromEntries(columns.map((column, index) => [column, row[index]]));
      account.searched = folded(`${account.account_name}\n${account.account_id}`);
      return account;
    });
    fillList("segment", accounts.map((account) => account.segment));
    fillList("owner", accounts.filter((account) => account.owner_id !== null).map((account) => account.owner_id));
    if (accounts.some((account) => account.owner_id === null)) {
      field("owner").append(element("option", { value: NOBODY }, "Nobody"));
    }
    showState();
    listen();
    draw();
  }).catch(() => {
    field("count").textContent = "The accounts could not be read: data/accounts.js is missing beside this page.";
  });
})();
