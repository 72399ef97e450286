// What later runs have to say of this version, and how old it is on the reader's own calendar.
"use strict";

(() => {
  const { element, t, n, day } = window.account360;
  const place = document.getElementById("notices");

  const refused = (said) => (said.day
    ? t("The run of {day} was refused by a quality gate; this is the last good version.", said)
    : t("The last run was refused by a quality gate; this is the last good version."));
  const failed = (said) => (said.day
    ? t("The run of {day} failed; this is the last good version.", said)
    : t("The last run failed; this is the last good version."));

  // What a notice of each kind says, by its values; what went wrong stays in the words of the run.
  const SAID = {
    refused: (said, notice) => [refused(said), own(notice)],
    failed: (said, notice) => [failed(said), own(notice)],
    stale: (said, notice) => [t("{part} is stale: it stands as it stood before.", said), own(notice)],
    not_newest: (said) => [
      t("This is not the newest version: run {version} was put back.", said),
      t("The newest one that is kept is {newest}; the next run publishes anew.", said),
    ],
  };
  const NEEDED = { refused: [], failed: [], stale: ["part"], not_newest: ["version", "newest"] };

  const own = (notice) => element("bdi", { lang: "en" }, notice.sentence);
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");

  // A file that was written before notices had values holds ready sentences; so does a kind that is not known here.
  function sentences(notice) {
    const values = notice.values ?? {};
    const isReady = !(notice.kind in SAID) || NEEDED[notice.kind].some((name) => !values[name]);
    if (isReady) return [element("bdi", { lang: "en" }, notice.headline), own(notice)];
    const isolated = Object.entries(values).map(([name, value]) => [name, element("bdi", {}, String(value))]);
    return SAID[notice.kind]({ ...Object.fromEntries(isolated), day: isDay(notice.day) ? day(notice.day) : null }, notice);
  }

  function box(notice) {
    const [headline, rest] = sentences(notice);
    const run = notice.run_id && notice.kind !== "not_newest"
      ? [" ", t("(run {run})", { run: element("bdi", {}, notice.run_id) })].flat() : [];
    return element("div", { class: "notice", "data-kind": notice.kind },
      element("strong", {}, headline), element("p", {}, rest, run));
  }

  for (const notice of window.account360Notices ?? []) {
    place.append(box(notice));
    place.hidden = false;
  }

  const today = new Date();
  const days = Math.floor(
    (Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.parse(document.body.dataset.asOf)) / 864e5,
  );
  if (days > 0) document.getElementById("age").textContent = n("({count} day ago)", "({count} days ago)", days);
})();
