// What the pages of accounts share: receiving data, building elements from text, and writing figures.
"use strict";

window.account360 = (() => {
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
      script.src = `data/${name}.js`;
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
    node.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return node;
  }

  const THIN = "\u202f";
  const MINUS = "\u2212";

  // Amounts arrive as texts and are never turned into floating-point numbers to be shown.
  function number(value) {
    const [, sign, whole, cents] = /^(-?)(\d+)(\.\d+)?$/.exec(String(value)) ?? [null, "", String(value), ""];
    return (sign ? MINUS : "") + whole.replace(/\B(?=(\d{3})+$)/g, THIN) + (cents ?? "");
  }

  function signed(value) {
    return Number(value) > 0 ? `+${number(value)}` : number(value);
  }

  function money(value) {
    return value === null ? "not known" : `${document.body.dataset.currency}\u00a0${number(value)}`;
  }

  function counted(count, one, many = `${one}s`) {
    return `${number(count)}\u00a0${Number(count) === 1 ? one : many}`;
  }

  function month(day) {
    return day.slice(0, 7);
  }

  function accountLink(id, name, attributes = {}) {
    const link = element("a", { href: `account.html#id=${encodeURIComponent(id)}`, ...attributes });
    link.append(element("bdi", {}, name || id));
    return link;
  }

  // A name is found by any part of it, whatever its case and accents.
  function folded(text) {
    return String(text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // The address holds what a page shows, so skipping to the content must not change it.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("content").focus();
  });

  return { receive, load, element, number, signed, money, counted, month, accountLink, folded };
})();
