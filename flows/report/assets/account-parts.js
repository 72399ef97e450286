// What the page of an account is built of: sections, groups of facts, tables, and values that may be unknown.
"use strict";

window.account360.parts = (() => {
  const { element, number } = window.account360;

  // What is not known stands as a dash, and says to a pointer and to a screen reader why.
  function dash(words = "not known") {
    return element("span", { class: "unknown", role: "img", "aria-label": words, title: words }, "\u2013");
  }

  function known(value, write = (given) => given, words = undefined) {
    return value === null ? dash(words) : write(value);
  }

  const absent = (words) => element("span", { class: "unknown" }, words);
  const text = (value, words) => (value === null || value === "" ? dash(words) : element("bdi", {}, value));
  const spoken = (code) => code.replaceAll("_", " ");
  const yes = (value) => (value ? "yes" : "no");
  const isZero = (value) => value === null || Number(value) === 0;
  const decimal = (value, places) => number(Number(value).toFixed(places));
  const percent = (ratio) => `${decimal(100 * ratio, 1)}\u202f%`;

  function section(title, ...content) {
    return element("section", {}, element("h2", {}, title), content);
  }

  // Groups of facts side by side: [title, [label, value]...].
  function factGroups(groups) {
    return element("div", { class: "fact-groups" }, groups.map(([title, entries]) => element("section", { class: "facts" },
      element("h2", {}, title),
      element("dl", {}, entries.map(([label, value]) => element("div", {}, element("dt", {}, label), element("dd", {}, value)))))));
  }

  function cell([label, kind], content, isHead) {
    const [shown, own] = Array.isArray(content) ? content : [content, kind];
    return isHead
      ? element("th", { scope: "row", role: "rowheader", class: own }, shown)
      : element("td", { role: "cell", "data-label": label, class: own }, shown);
  }

  // Heads are [label, class]; a cell is its content, or [content, class] with a class of its own.
  function table(caption, heads, rows, { kind, head = 0, hidden = false } = {}) {
    const labels = heads.map(([label, own]) => element("th", { scope: "col", role: "columnheader", class: own }, label));
    const drawn = rows.map((cells) => element("tr", { role: "row" },
      cells.map((content, index) => cell(heads[index], content, index === head))));
    return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
      element("table", { class: kind, role: "table" },
        element("caption", { class: hidden ? "hidden" : null }, caption),
        element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, labels)),
        element("tbody", { role: "rowgroup" }, drawn)));
  }

  return { dash, known, absent, text, spoken, yes, isZero, decimal, percent, section, factGroups, table };
})();
