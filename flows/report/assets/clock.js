// The annual clock: twelve months around a circle, a ring for each kind of care, and a table of the same behind it.
"use strict";

window.account360.clock = (() => {
  const { element, t, n, number, month, day, spoken } = window.account360;
  const MONTHS = 12;
  const SIZE = 600;
  const CENTRE = SIZE / 2;
  const INNER = 74;
  const THICKNESS = 34;
  const LABELS = 258;
  // From the outer ring to the inner one; each ring is named by its number, and by its word in the legend.
  const KINDS = ["contact", "review", "plan", "campaign"];
  const RINGS = { contact: "I", review: "II", plan: "III", campaign: "IV" };
  const SIGNS = { overdue: "!", planned: "\u25d0", due: "\u25cf", done: "\u2713" };
  const SHADES = 4;

  function shape(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  function point(radius, turn) {
    const angle = 2 * Math.PI * turn - Math.PI / 2;
    return [CENTRE + radius * Math.cos(angle), CENTRE + radius * Math.sin(angle)].map((value) => value.toFixed(2));
  }

  function sector(inner, outer, from, to) {
    const [a, b, c, d] = [point(outer, from), point(outer, to), point(inner, to), point(inner, from)];
    return `M${a} A${outer},${outer} 0 0 1 ${b} L${c} A${inner},${inner} 0 0 0 ${d} Z`;
  }

  function monthAfter(first, places) {
    const index = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + places;
    return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
  }

  // Items by month and kind: how many there are of each status.
  function counted(items, first) {
    const months = Array.from({ length: MONTHS }, (_, place) => monthAfter(first, place));
    const cells = new Map(months.map((name) => [name, Object.fromEntries(KINDS.map((kind) => [kind, {}]))]));
    let beyond = 0;
    for (const [when, , , status, kind = "contact", count = 1] of items) {
      const cell = cells.get(when.slice(0, 7))?.[kind];
      if (cell === undefined) beyond += count;
      else cell[status] = (cell[status] ?? 0) + count;
    }
    return { months, cells, beyond };
  }

  const total = (cell) => Object.values(cell).reduce((sum, count) => sum + count, 0);

  function inWords(name, kind, cell) {
    const parts = Object.entries(cell).map(([status, count]) => `${number(count)} ${spoken(status)}`);
    return `${month(name)}, ${spoken(kind)}: ${parts.join(", ")}`;
  }

  function written(cell) {
    const all = total(cell);
    if (all === 1) return SIGNS[Object.keys(cell)[0]] ?? "1";
    return cell.overdue ? `${number(all)}!` : number(all);
  }

  function drawing({ months, cells }, label, today) {
    const most = Math.max(1, ...[...cells.values()].flatMap((kinds) => Object.values(kinds).map(total)));
    const svg = shape("svg", { class: "clock", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", "aria-label": label });
    months.forEach((name, place) => {
      const [from, to] = [place / MONTHS, (place + 1) / MONTHS];
      KINDS.forEach((kind, ring) => {
        const outer = INNER + THICKNESS * (KINDS.length - ring);
        const cell = cells.get(name)[kind];
        const all = total(cell);
        const shade = all ? Math.max(1, Math.ceil(SHADES * all / most)) : 0;
        const path = shape("path", {
          d: sector(outer - THICKNESS, outer, from, to), class: `cell shade-${shade}${cell.overdue ? " late" : ""}`,
        });
        if (all) path.append(shape("title", {}, inWords(name, kind, cell)));
        svg.append(path);
        if (!all) return;
        const [x, y] = point(outer - THICKNESS / 2, (from + to) / 2);
        svg.append(shape("text", { class: `count shade-${shade}-text`, x, y, dy: "0.35em", "text-anchor": "middle" }, written(cell)));
      });
      const [x, y] = point(LABELS, (from + to) / 2);
      svg.append(shape("text", { class: "month", x, y, dy: "0.35em", "text-anchor": "middle" }, month(name)));
    });
    KINDS.forEach((kind, ring) => {
      const [x, y] = point(INNER + THICKNESS * (KINDS.length - ring) - THICKNESS / 2, 0);
      svg.append(shape("circle", { class: "ring-ground", cx: x, cy: y, r: 9 }),
        shape("text", { class: "ring", x, y, dy: "0.35em", "text-anchor": "middle" }, RINGS[kind]));
    });
    const length = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).getUTCDate();
    const turn = (Number(today.slice(8, 10)) - 1) / length / MONTHS;
    const [x1, y1] = point(INNER - 14, turn);
    const [x2, y2] = point(INNER + THICKNESS * KINDS.length + 6, turn);
    svg.append(shape("line", { class: "hand", x1, y1, x2, y2 }),
      shape("text", { class: "today", x: CENTRE, y: CENTRE, dy: "0.35em", "text-anchor": "middle" }, day(today)));
    return svg;
  }

  function behind({ months, cells }, label) {
    const heads = [t("Month"), ...KINDS.map(spoken)];
    const rows = months.map((name) => element("tr", {}, element("th", { scope: "row" }, month(name)),
      KINDS.map((kind) => {
        const cell = cells.get(name)[kind];
        const late = cell.overdue ? ` (${n("{count} overdue", "{count} overdue", cell.overdue)})` : "";
        return element("td", { class: total(cell) ? "n" : "n nil" }, `${number(total(cell))}${late}`);
      })));
    return element("details", { class: "figures-behind" }, element("summary", {}, t("The year as a table")),
      element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": label },
        element("table", {}, element("caption", {}, label),
          element("thead", {}, element("tr", {}, heads.map((head, place) => element("th", { scope: "col", class: place ? "n" : null }, head)))),
          element("tbody", {}, rows))));
  }

  function legend() {
    return element("ul", { class: "clock-legend" },
      KINDS.map((kind) => element("li", {}, element("b", {}, RINGS[kind]), ` ${spoken(kind)}`)),
      Object.entries(SIGNS).map(([status, sign]) => element("li", {}, element("b", {}, sign), ` ${spoken(status)}`)));
  }

  // items: [day, item, level, status, kind, count]; kind is a contact and count 1 when they are not given.
  function draw(items, { label }) {
    const today = document.body.dataset.asOf;
    const year = counted(items, today.slice(0, 7));
    if ([...year.cells.values()].every((kinds) => Object.values(kinds).every((cell) => total(cell) === 0))) {
      return element("p", { class: "empty" }, t("Nothing is planned for the next twelve months."));
    }
    return element("div", { class: "clock-box" }, drawing(year, label, today), legend(), behind(year, label),
      year.beyond ? element("p", { class: "under" }, n("{count} more falls after these twelve months.",
        "{count} more fall after these twelve months.", year.beyond)) : null);
  }

  return { draw, monthAfter };
})();
