// The page's language: sentences, and figures and days in the reader's own locale of that language.
"use strict";

window.account360 = (() => {
  const messages = window.account360Messages ?? {};
  const { lang } = document.documentElement;
  const { locale: writtenIn, currency } = document.body.dataset;
  const locale = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${lang}-`)) ?? writtenIn;
  const formats = new Map();

  function formatted(kind, options, value) {
    const key = JSON.stringify([kind, options]);
    if (!formats.has(key)) formats.set(key, new Intl[kind](locale, options));
    return formats.get(key).format(value);
  }

  // `{name}` stands for a text or a node; with a node among the values, texts and nodes are given in their order.
  function filled(message, values) {
    const parts = message.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] ?? "" : part));
    return parts.some((part) => part instanceof Node || Array.isArray(part)) ? parts.flat() : parts.join("");
  }

  function t(message, values = {}) {
    const found = messages[message] ?? message;
    return filled(Array.isArray(found) ? found[0] : found, values);
  }

  function n(one, many, count, values = {}) {
    const found = messages[one] ?? [one, many];
    const forms = Array.isArray(found) ? found : [found];
    return filled(forms[Number(count) === 1 ? 0 : forms.length - 1], { count: number(count), ...values });
  }

  const spoken = (code) => t(code.replaceAll("_", " "));

  // Amounts arrive as texts and are written from their digits; a text never becomes a floating-point number.
  const places = (value) => (String(value).split(".")[1] ?? "").length;
  const exact = (value) => ({ minimumFractionDigits: places(value), maximumFractionDigits: places(value) });
  const number = (value) => formatted("NumberFormat", exact(value), String(value));
  const signed = (value) => formatted("NumberFormat", { ...exact(value), signDisplay: "exceptZero" }, String(value));
  const money = (value) => (value === null
    ? t("not known") : formatted("NumberFormat", { ...exact(value), style: "currency", currency }, String(value)));
  const percent = (ratio, decimals = 1) => formatted("NumberFormat",
    { style: "percent", minimumFractionDigits: decimals, maximumFractionDigits: decimals }, String(ratio));
  const day = (moment) => formatted("DateTimeFormat", { dateStyle: "medium", timeZone: "UTC" }, Date.parse(moment.slice(0, 10)));
  const month = (moment) => formatted("DateTimeFormat",
    { year: "numeric", month: lang === "en" ? "short" : "numeric", timeZone: "UTC" }, Date.parse(moment.slice(0, 7)));
  function compact(value) {
    for (const [size, letter] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
      if (Math.abs(value) >= size) return formatted("NumberFormat", { maximumFractionDigits: 2 }, value / size) + letter;
    }
    return formatted("NumberFormat", { maximumFractionDigits: 2 }, value);
  }

  const forms = { number, signed, money, percent: (ratio) => percent(ratio, Math.max(0, places(ratio) - 2)) };

  // What stands on the page already is written in the locale of its language; its reader's may be another one.
  function localise(within) {
    if (locale === writtenIn) return;
    for (const shown of within.querySelectorAll("data[data-form]")) shown.textContent = forms[shown.dataset.form](shown.value);
    for (const shown of within.querySelectorAll("time[datetime]")) {
      shown.textContent = (shown.dateTime.length > 7 ? day : month)(shown.dateTime);
    }
  }

  localise(document);
  return { locale, lang, t, n, spoken, number, signed, money, percent, day, month, compact };
})();
