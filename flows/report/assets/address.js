// Keeps what a page shows in its address, so that it can be sent to somebody and comes back with the page.
"use strict";

window.account360.address = (() => {
  // defaults: what each part of the state is when the address does not say.
  function read(defaults) {
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, given.get(name) ?? value]));
  }

  function keep(state, defaults) {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value !== defaults[name]) kept.set(name, value);
    const hash = kept.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    follow();
  }

  function changed(listener) {
    window.addEventListener("hashchange", listener);
  }

  // The same page in another language shows the same.
  function follow() {
    for (const link of document.querySelectorAll("a.language")) link.hash = location.hash;
  }

  window.addEventListener("hashchange", follow);
  follow();
  return { read, keep, changed };
})();
