// Finds a metric by any part of what is said of it; the address keeps the words, and may name one metric instead.
"use strict";

(() => {
  const { address, folded, n } = window.account360;
  const input = document.getElementById("metric");
  if (!input) return;
  const said = document.getElementById("metric-count");
  const none = document.getElementById("no-metric");
  const metrics = [...document.querySelectorAll(".metric")].map((node) => ({ node, text: folded(node.textContent) }));
  const defaults = { find: "" };

  function show() {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { node, text } of metrics) {
      node.hidden = !words.every((word) => text.includes(word));
      if (!node.hidden) shown += 1;
    }
    said.textContent = n("{count} metric", "{count} metrics", shown);
    none.hidden = shown > 0;
  }

  function follow() {
    input.value = address.read(defaults).find;
    show();
  }

  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    address.keep({ find: input.value }, defaults);
    show();
  });
  address.changed(follow);
  follow();
})();
