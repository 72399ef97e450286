// What drawn pages share: receiving data, building elements from text, links to accounts, and finding names.
"use strict";

Object.assign(window.account360, (() => {
  const received = new Map();
  const waiting = new Map();

  function receive(name, data) {
    received.set(name, data);
    waiting.get(name)?.(data);
  }

  // A page opened from a folder may load a script but may not fetch a file.
  function load(name) {
    if (received.has(name)) return Promise.resolve(received.get(name));
    return new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement("script");
      script.src = `${document.body.dataset.root}data/${name}.js`;
      script.onerror = () => reject(new Error(name));
      document.head.append(script);
    });
  }

  // Children are texts or nodes; a text never becomes markup.
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return node;
  }

  function accountLink(id, name, attributes = {}) {
    const link = element("a", { href: `account.html#id=${encodeURIComponent(id)}`, ...attributes });
    link.append(element("bdi", {}, name || id));
    return link;
  }

  // Our own people stand in the data by their ids; those of whom no name is known are shown by it.
  const people = window.account360People ?? {};
  const employee = (id) => (id !== null && Object.hasOwn(people, id) ? people[id] : id);

  // Letters that have a plain form which no decomposition gives.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };

  // A name is found by any part of it, whatever its case and accents; marks that only steer its direction do not count.
  function folded(text) {
    const lower = String(text ?? "").toLowerCase();
    if (/^[\x20-\x7e\n]*$/.test(lower)) return lower;
    return lower.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/[ßæœøłđðþıς]/g, (letter) => PLAIN[letter]);
  }

  // The address holds what a page shows, so skipping to the content must not change it.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("content").focus();
  });

  return { receive, load, element, accountLink, employee, folded };
})());
