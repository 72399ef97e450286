// Draws an account's MRR by month as a line, in the width there is on the screen, and once for paper.
"use strict";

window.account360.history = (() => {
  const { compact, month, money, t } = window.account360;
  const HEIGHT = 220;
  // Half a sheet: what is drawn in the size it is printed in keeps its letters readable.
  const PAPER = { width: 340, height: 140, kind: "on-paper" };
  const LEFT = 56;
  const RIGHT = 28;
  const TOP = 14;
  const BOTTOM = 30;
  const LABEL_WIDTH = 64;

  function shape(tag, attributes, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function steps(low, high) {
    if (high <= low) return [low, low + 1];
    const rough = (high - low) / 3;
    const size = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((candidate) => candidate >= rough * 0.999);
    const ticks = [];
    for (let index = Math.floor(low / step + 1e-9); index <= Math.ceil(high / step - 1e-9); index += 1) {
      ticks.push(Number((index * step).toPrecision(12)));
    }
    return ticks;
  }

  // months: [first day, MRR as text or null], oldest first, without gaps.
  function drawing(months, { width, height = HEIGHT, kind }) {
    const values = months.filter(([, mrr]) => mrr !== null).map(([, mrr]) => Number(mrr));
    const ticks = steps(Math.min(0, ...values), Math.max(0, ...values));
    const [low, high] = [ticks[0], ticks[ticks.length - 1]];
    const y = (value) => TOP + (high - value) * (height - TOP - BOTTOM) / (high - low);
    const step = (width - LEFT - RIGHT) / months.length;
    const x = (index) => LEFT + step * (index + 0.5);
    const svg = shape("svg", {
      class: `chart ${kind}`, viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": t("Line of MRR by month; the figures stand in the table below."),
    });
    for (const tick of ticks) {
      svg.append(
        shape("line", { class: tick === 0 ? "base" : "grid", x1: LEFT, x2: width, y1: y(tick), y2: y(tick) }),
        shape("text", { class: "tick", x: LEFT - 10, y: y(tick) + 4, "text-anchor": "end" }, compact(tick)));
    }
    const every = Math.max(1, Math.ceil(months.length / Math.max(1, Math.floor((width - LEFT) / LABEL_WIDTH))));
    for (let index = months.length - 1; index >= 0; index -= every) {
      svg.append(shape("text", { class: "tick", x: x(index), y: height - 8, "text-anchor": "middle" },
        month(months[index][0])));
    }
    let path = "";
    let pen = "M";
    months.forEach(([, mrr], index) => {
      if (mrr === null) { pen = "M"; return; }
      path += `${pen}${x(index).toFixed(1)},${y(Number(mrr)).toFixed(1)} `;
      pen = "L";
    });
    svg.append(shape("path", { class: "line", d: path }));
    months.forEach(([day, mrr], index) => {
      if (mrr === null) return;
      const place = { cx: x(index), cy: y(Number(mrr)) };
      const reach = shape("circle", { class: "reach", ...place, r: Math.max(4, Math.min(12, step / 2)) });
      reach.append(shape("title", {}, t("{month}: {amount}", { month: month(day), amount: money(mrr) })));
      const group = shape("g", { class: index === months.length - 1 ? "point last" : "point" });
      group.append(reach, shape("circle", { class: "dot", ...place, r: 2.5 }));
      svg.append(group);
    });
    return svg;
  }

  // Fills a box and draws anew when its width changes.
  function fill(box, months) {
    const paper = drawing(months, PAPER);
    let width = 0;
    box.append(paper);
    new ResizeObserver(() => {
      const present = Math.floor(box.clientWidth);
      if (present === width || present === 0) return;
      width = present;
      box.replaceChildren(drawing(months, { width, kind: "for-screen" }), paper);
    }).observe(box);
  }

  return { fill };
})();
