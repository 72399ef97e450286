// The page of care: the clock, the trend and the list of what is due, for a segment and an owner kept in the address.
"use strict";

(() => {
  const { load, element, address, accountLink, t, n, number, percent, month, day, spoken, clock } = window.account360;
  const { table, known, text } = window.account360.parts;
  const PAGE = 25;
  const NOBODY = "(nobody)";
  const DEFAULTS = { segment: "", owner: "" };
  const WIDTH = 760;
  const HEIGHT = 240;
  const [LEFT, RIGHT, TOP, BOTTOM] = [52, 12, 14, 30];
  const field = (id) => document.getElementById(id);
  let state = address.read(DEFAULTS);
  let data = null;
  let shown = PAGE;

  const isChosen = (segment, owner) => (!state.segment || segment === state.segment)
    && (!state.owner || (owner ?? NOBODY) === state.owner);
  const nameOf = (owner) => data.owners.find(([id]) => id === owner)?.[1] ?? owner;

  function whose() {
    const owner = state.owner === NOBODY ? t("nobody") : nameOf(state.owner);
    if (state.segment && state.owner) return t("segment {segment}, {owner}", { segment: state.segment, owner });
    if (state.segment) return t("segment {segment}", { segment: state.segment });
    return state.owner ? owner : t("all accounts");
  }

  function drawClock() {
    const items = data.calendar.filter(([, , , segment, owner]) => isChosen(segment, owner))
      .map(([when, kind, status, , , count]) => [when, null, null, status, kind, count]);
    field("clock").replaceChildren(clock.draw(items, { label: t("The annual clock of {whose}", { whose: whose() }) }));
  }

  function shape(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function trend(months, target) {
    const y = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
    const step = (WIDTH - LEFT - RIGHT) / months.length;
    const x = (index) => LEFT + step * (index + 0.5);
    const svg = shape("svg", { class: "kept chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
      "aria-label": t("Line of the care model kept by month; the figures stand in the table below.") });
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      svg.append(shape("line", { class: share ? "grid" : "base", x1: LEFT, x2: WIDTH, y1: y(share), y2: y(share) }),
        shape("text", { class: "tick", x: LEFT - 10, y: y(share) + 4, "text-anchor": "end" }, percent(share, 0)));
    }
    if (target !== null) {
      svg.append(shape("line", { class: "aim", x1: LEFT, x2: WIDTH, y1: y(target), y2: y(target) }),
        shape("text", { class: "aim-text", x: LEFT + 4, y: y(target) - 5 }, t("Target")));
    }
    const every = Math.max(1, Math.ceil(months.length / 8));
    let path = "";
    let pen = "M";
    months.forEach(([when, , , , , , share], index) => {
      if ((months.length - 1 - index) % every === 0) {
        svg.append(shape("text", { class: "tick", x: x(index), y: HEIGHT - 8, "text-anchor": "middle" }, month(when)));
      }
      if (share === null) { pen = "M"; return; }
      path += `${pen}${x(index).toFixed(1)},${y(share).toFixed(1)} `;
      pen = "L";
      const dot = shape("circle", { class: "dot", cx: x(index), cy: y(share), r: 3 });
      dot.append(shape("title", {}, `${month(when)}: ${percent(share)}`));
      svg.append(dot);
    });
    svg.append(shape("path", { class: "line", d: path }));
    return svg;
  }

  // Months oldest first; one of which nothing is known breaks the line and says so in the table.
  function withoutGaps(rows) {
    const known = new Map(rows.map((row) => [row[0], row]));
    const months = [];
    for (let when = rows[0]?.[0]; when <= rows.at(-1)?.[0]; when = clock.monthAfter(when, 1)) {
      months.push(known.get(when) ?? [when, null, null, null, null, null, null]);
    }
    return months;
  }

  function drawKept() {
    const [segment, owner] = [state.segment || "ALL", state.owner || "ALL"];
    const months = withoutGaps(data.compliance.filter(([, ofSegment, ofOwner]) => ofSegment === segment && (ofOwner ?? NOBODY) === owner));
    const target = field("kept").dataset.target === "" ? null : Number(field("kept").dataset.target);
    if (!months.some((row) => row[6] !== null)) {
      field("kept").replaceChildren(element("p", { class: "empty" }, t("No month can be judged yet.")));
      return;
    }
    const caption = t("The care model kept, {whose}", { whose: whose() });
    const rows = months.toReversed().map(([when, , , ok, missed, early, share]) => [month(when),
      ...(ok === null ? [t("no data"), "", "", ""] : [share === null ? t("nothing to judge") : percent(share), number(ok), number(missed), number(early)])]);
    field("kept").replaceChildren(trend(months, target),
      element("details", { class: "figures-behind" }, element("summary", {}, t("Every month as a table")),
        table(caption, [[t("Month")], [t("Kept"), "n"], [t("Accounts kept"), "n"], [t("Accounts missed"), "n"], [t("Too early to judge"), "n"]], rows, { hidden: false })));
  }

  function drawRules() {
    const sums = new Map();
    for (const [segment, owner, level, activity, status, count] of data.rules) {
      if (!isChosen(segment, owner)) continue;
      const key = [segment, level, activity].join("\n");
      const sum = sums.get(key) ?? { segment, level, activity, ok: 0, missed: 0, not_due: 0 };
      sum[status] = (sum[status] ?? 0) + count;
      sums.set(key, sum);
    }
    const rows = [...sums.values()].map(({ segment, level, activity, ok, missed, not_due: early }) => [
      [level === "any" ? t("any level") : spoken(level), activity === "any" ? "" : `, ${spoken(activity)}`].join(""),
      segment, number(ok), [number(missed), missed ? "n bad" : "n nil"], number(early),
      ok + missed ? percent(ok / (ok + missed)) : t("nothing to judge")]);
    field("rules").replaceChildren(...rows.length
      ? table(t("Rules of the care model, {whose}", { whose: whose() }),
        [[t("Contact")], [t("Segment")], [t("Kept"), "n"], [t("Missed"), "n"], [t("Too early to judge"), "n"], [t("Share kept"), "n"]], rows)
      : [element("p", { class: "empty" }, t("No rule of the care model is in force here."))]);
  }

  function drawDue() {
    const due = data.due.filter(([, , owner, segment]) => isChosen(segment, owner));
    field("due-count").textContent = due.length
      ? n("{count} contact or item is overdue or due by the end of the month.", "{count} contacts and items are overdue or due by the end of the month.", due.length)
      : t("Nothing is overdue or due by the end of the month.");
    const rows = due.slice(0, shown).map(([id, name, owner, segment, item, , status, , planned, deadline, reason]) => [
      accountLink(id, name), segment, owner === null ? t("nobody") : text(nameOf(owner)), spoken(item),
      [spoken(status), status === "overdue" ? "bad" : undefined], known(deadline, day, t("no day is set")), day(planned), reason]);
    field("due").replaceChildren(...rows.length ? table(t("Due this month, {whose}", { whose: whose() }),
      [[t("Account"), "name"], [t("Segment")], [t("Owner")], [t("What")], [t("Status")], [t("Due by"), "day"], [t("Planned on"), "day"], [t("Why"), "words"]],
      rows, { kind: "stack" }) : []);
    const left = due.length - rows.length;
    field("more").hidden = left <= 0;
    field("more").textContent = t("Show {count} more", { count: number(Math.min(PAGE, Math.max(0, left))) });
  }

  function draw() {
    for (const name of Object.keys(DEFAULTS)) {
      const list = field(name);
      if (![...list.options].some((option) => option.value === state[name])) list.append(element("option", { value: state[name] }, state[name]));
      list.value = state[name];
    }
    drawClock();
    drawKept();
    drawRules();
    drawDue();
  }

  function fill() {
    const segments = new Set([...data.calendar.map((row) => row[3]), ...data.compliance.map((row) => row[1])]);
    field("segment").append(...[...segments].filter((name) => name && name !== "ALL").sort().map((name) => element("option", { value: name }, name)));
    const owners = new Set([...data.calendar.map((row) => row[4]), ...data.due.map((row) => row[2])]);
    const named = [...owners].filter((owner) => owner !== null).map((owner) => [owner, nameOf(owner)]).sort((a, b) => a[1].localeCompare(b[1]));
    field("owner").append(...named.map(([owner, name]) => element("option", { value: owner }, name)));
    if (owners.has(null)) field("owner").append(element("option", { value: NOBODY }, t("nobody")));
  }

  load("care").then((given) => {
    data = given;
    fill();
    draw();
    for (const name of Object.keys(DEFAULTS)) {
      field(name).addEventListener("change", (event) => {
        state = { ...state, [name]: event.target.value };
        shown = PAGE;
        address.keep(state, DEFAULTS);
        draw();
      });
    }
    field("more").addEventListener("click", () => { shown += PAGE; drawDue(); });
    address.changed(() => { state = address.read(DEFAULTS); draw(); });
  }).catch(() => {
    field("clock").replaceChildren(element("p", { class: "empty" }, t("What is due could not be read: {file} is missing.", { file: "data/care.js" })));
  });
})();
