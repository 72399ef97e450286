// What later runs have to say of this version, and how old it is on the reader's own calendar.
"use strict";

(() => {
  const place = document.getElementById("notices");
  for (const notice of window.account360Notices ?? []) {
    const headline = document.createElement("strong");
    headline.textContent = notice.headline;
    const sentence = document.createElement("p");
    sentence.textContent = notice.run_id ? `${notice.sentence} (run ${notice.run_id})` : notice.sentence;
    const box = document.createElement("div");
    box.className = "notice";
    box.dataset.kind = notice.kind;
    box.append(headline, sentence);
    place.append(box);
    place.hidden = false;
  }

  const today = new Date();
  const days = Math.floor(
    (Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) - Date.parse(document.body.dataset.asOf)) / 864e5,
  );
  if (days > 0) document.getElementById("age").textContent = `(${days} ${days === 1 ? "day" : "days"} ago)`;
})();
