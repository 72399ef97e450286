// What the page of an account is built of: sections, groups of facts, tables, and values that may be unknown.
"use strict";

window.account360.parts = (() => {
  const { element, number, t } = window.account360;

  // What is not known stands as a dash, and says to a pointer and to a screen reader why.
  function dash(words = t("not known")) {
    return element("span", { class: "unknown", role: "img", "aria-label": words, title: words }, "\u2013");
  }

  function known(value, write = (given) => given, words = undefined) {
    return value === null || value === undefined ? dash(words) : write(value);
  }

  const absent = (words) => element("span", { class: "unknown" }, words);
  const text = (value, words) => (value === null || value === "" ? dash(words) : element("bdi", {}, value));
  const yes = (value) => (value ? t("yes") : t("no"));
  const isZero = (value) => value === null || Number(value) === 0;
  const decimal = (value, places) => number(Number(value).toFixed(places));
  const empty = (words) => element("p", { class: "empty" }, words);

  function section(title, options, ...content) {
    return element("section", { class: options.class, id: options.id }, element("h2", {}, title), content);
  }

  const part = (title, ...content) => element("div", { class: "part" }, element("h3", {}, title), content);
  const pair = (...parts) => element("div", { class: "pair" }, parts.filter(Boolean));

  function factList(entries) {
    return element("dl", {}, entries.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value))));
  }

  // Groups of facts side by side: [title, [label, value]...].
  function factGroups(groups, heading = "h3") {
    return element("div", { class: "fact-groups" }, groups.map(([title, entries]) => element("div", { class: "facts" },
      element(heading, {}, title), factList(entries))));
  }

  function cell([label, kind], content, isHead) {
    const [shown, own] = Array.isArray(content) ? content : [content, kind];
    return isHead
      ? element("th", { scope: "row", role: "rowheader", class: own }, shown)
      : element("td", { role: "cell", "data-label": label, class: own }, shown);
  }

  // Heads are [label, class]; a cell is its content, or [content, class] with a class of its own.
  // printed: how many rows two sheets have room for; the rest stays on the screen and is counted on paper.
  // all: how many there are, when the rows of the page are only the first of them.
  function table(caption, heads, rows, { kind, head = 0, hidden = true, printed = rows.length, all = rows.length } = {}) {
    const labels = heads.map(([label, own]) => element("th", { scope: "col", role: "columnheader", class: own }, label));
    const drawn = rows.map((cells, place) => element("tr", { role: "row", class: place >= printed ? "beyond" : null },
      cells.map((content, index) => cell(heads[index], content, index === head))));
    const drawing = element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      element("table", { class: kind, role: "table" },
        element("caption", { class: hidden ? "hidden" : null }, caption),
        element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, labels)),
        element("tbody", { role: "rowgroup" }, drawn)));
    return [drawing, cut(rows.length, all, "under for-screen"), cut(Math.min(printed, rows.length), all, "under on-paper")].filter(Boolean);
  }

  function cut(shown, all, kind) {
    return all > shown
      ? element("p", { class: kind }, t("The first {shown} of {all}.", { shown: number(shown), all: number(all) })) : null;
  }

  return { dash, known, absent, text, yes, isZero, decimal, empty, section, part, pair, factList, factGroups, table };
})();
