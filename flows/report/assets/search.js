// The search at the top of every page: finds an account by any part of its name or id and leads to its page.
"use strict";

(() => {
  const { load, element, accountLink, folded, t, n } = window.account360;
  const SHOWN = 12;
  const input = document.getElementById("find");
  const list = document.getElementById("found");
  const results = list.parentElement;
  const said = document.getElementById("found-count");
  let accounts = null;
  let chosen = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(open) {
    results.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(index) {
    chosen = index;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `found-${index}`);
      options()[index].scrollIntoView({ block: "nearest" });
    }
  }

  function draw() {
    const wanted = folded(input.value.trim());
    if (!wanted || accounts === null) {
      said.textContent = "";
      show(false);
      return;
    }
    const found = [];
    let total = 0;
    for (const account of accounts) {
      if (!account.searched.includes(wanted)) continue;
      total += 1;
      if (found.length < SHOWN) found.push(account);
    }
    list.replaceChildren(...found.map(({ id, name }, index) => {
      const link = accountLink(id, name, { tabindex: "-1" });
      return element("li", { role: "option", id: `found-${index}`, "aria-selected": "false" }, link, element("span", { class: "id" }, id));
    }));
    said.textContent = total > SHOWN
      ? t("The first {shown} of {all}", { shown: String(SHOWN), all: n("{count} account", "{count} accounts", total) })
      : total ? n("{count} account", "{count} accounts", total) : t("No account has this in its name or id.");
    show(true);
  }

  function read() {
    if (accounts !== null) return;
    accounts = [];
    load("names").then((rows) => {
      accounts = rows.map(([id, name]) => ({ id, name, searched: folded(`${name}\n${id}`) }));
      draw();
    }).catch(() => { said.textContent = t("The accounts could not be read: {file} is missing.", { file: "data/names.js" }); });
  }

  input.addEventListener("focus", read);
  input.addEventListener("input", () => { read(); draw(); });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "ArrowDown" && last >= 0) choose(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp" && last >= 0) choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Enter" && last >= 0) options()[Math.max(0, chosen)].querySelector("a").click();
    else if (event.key === "Escape") { input.value = ""; draw(); } else return;
    event.preventDefault();
  });
  input.form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => { if (!input.form.contains(event.target)) show(false); });
  list.addEventListener("click", () => { show(false); input.value = ""; });
})();
