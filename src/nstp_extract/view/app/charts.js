// Charts, drawn by Observable Plot. Each has a title, a description and its data as a table.

const MOST_AGENCIES = 15;
const KIND_ORDER = ["amount", "count", "percent", "multiple", "measure", "score", "date"];

function renderCharts(model) {
  const charts = [amountsChart(model), agenciesChart(model), coverageChart(model), model.checks.length > 0 && codesChart(model)];
  return h("section", { class: "charts" }, h("h2", null, t("charts")), h("div", null, charts));
}

// draw gets the width that there is; it is called again when that changes.
function chartFigure({ name, note, columns, rows, draw }) {
  const title = t(`${name}_title`);
  const place = h("div", { class: "plot" });
  const figure = h("figure", { class: "chart", id: `chart-${name}` },
    h("figcaption", null, h("h3", null, title), h("p", null, note)),
    rows.length ? place : h("p", null, t("no_data")),
    h("details", null, h("summary", null, t("as_table")), h("table", null, h("thead", null, h("tr", null, columns.map((words) => h("th", { scope: "col" }, words)))), h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, at) => h(at ? "td" : "th", at ? { class: typeof cell === "number" || /^[\d,.]+$/.test(cell) ? "right" : null } : { scope: "row" }, String(cell)))))))));
  if (!rows.length) return figure;
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    clear(place, draw(width, { ariaLabel: title, ariaDescription: note, style: { background: "none", fontFamily: "inherit", fontSize: "12px", overflow: "visible" } }));
  }).observe(place);
  return figure;
}

function shorten(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

const LABEL_GAP = 14;
const DIGIT_WIDTH = 7;

// Round values on a logarithmic axis of that width, only as many as their labels have room for:
// every power of ten, or every second, third, …; finer ones where the values lie within a decade.
function logTicks(values, width) {
  const [least, most] = d3.extent(values);
  const place = d3.scaleLog([least, most], [0, width]);
  const exponents = d3.range(Math.ceil(Math.log10(least)), Math.floor(Math.log10(most)) + 1);
  for (let step = 1; step < exponents.length; step += 1) {
    const powers = exponents.filter((exponent) => exponent % step === 0).map((exponent) => Number(`1e${exponent}`));
    if (powers.length > 1 && withRoom(powers, place).length === powers.length) return powers;
  }
  const rounded = [[1, 2, 5], d3.range(1, 10)].map((digits) => d3.range(Math.floor(Math.log10(least)), Math.log10(most)).flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`))).filter((tick) => tick >= least && tick <= most));
  for (const ticks of [...rounded, d3.ticks(least, most, 4)]) {
    const kept = withRoom(ticks, place);
    if (kept.length > 1) return kept;
  }
  return [least];
}

function withRoom(ticks, place) {
  const kept = [];
  let end = -Infinity;
  for (const tick of ticks) {
    const half = (groupDigits(String(tick)).length * DIGIT_WIDTH) / 2;
    if (place(tick) - half < end + LABEL_GAP) continue;
    kept.push(tick);
    end = place(tick) + half;
  }
  return kept;
}

// A logarithmic strip a strategy: what the amounts measure differs, so they are not stacked.
function amountsChart(model) {
  const amounts = model.figures.filter((figure) => figure.kind === "amount" && figure.role === "result" && Number(figure.yi ?? figure.yi_low) > 0);
  const groups = new Map();
  for (const figure of amounts) {
    const key = `${figure.goal ?? ""}\n${figure.strategy ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  const goals = [...new Set(amounts.map((figure) => figure.goal ?? t("none")))];
  const nameOf = ({ goal, strategy }) => strategy ?? (goal ? `${goal} · ${t("summary")}` : t("none"));
  const lines = [...groups.keys()].map((key) => key.split("\n").map((part) => part || t("none")).join(" › "));
  const rows = [...groups.values()].map((group) => {
    const [{ goal, strategy }] = group;
    const values = group.map((figure) => figure.yi ?? figure.yi_low);
    const kept = group.filter((figure) => !figure.restated && figure.yi !== null).map((figure) => figure.yi);
    const largest = values.reduce((one, other) => (Number(other) > Number(one) ? other : one));
    return [goal ?? t("none"), strategy ?? t("none"), group.length, groupDigits(largest), groupDigits(addDecimals(kept))];
  });
  const line = (figure) => [figure.goal || t("none"), figure.strategy || t("none")].join(" › ");
  const draw = (width, look) => {
    const isNarrow = width < 480;
    const [left, right] = [isNarrow ? 122 : 236, 20];
    const ticks = logTicks(amounts.map((figure) => Number(figure.yi ?? figure.yi_low)), width - left - right);
    const names = [...groups.values()].map(([figure]) => shorten(nameOf(figure), isNarrow ? 9 : 18));
    return Plot.plot({
      ...look, width, height: 64 + lines.length * 24, marginLeft: left, marginRight: right, marginBottom: 44,
      x: { type: "log", label: t("amounts_axis"), labelOffset: 38, tickFormat: (value) => groupDigits(String(value)), ticks, grid: true },
      y: { domain: lines, label: null, tickFormat: (_, at) => names[at], tickSize: 0 },
      color: { domain: goals, range: GOAL_COLOURS },
      marks: [
        Plot.dot(amounts, { x: (figure) => Number(figure.yi ?? figure.yi_low), y: line, fill: (figure) => figure.goal ?? t("none"), fillOpacity: 0.75, stroke: "var(--paper)", r: 5.5, href: (figure) => linkTo(figure.figure_id), ariaLabel: (figure) => figureHint(figure), title: (figure) => `${figure.text}　${figure.indicator ?? ""}\n${[figure.agency, periodText(figure)].filter(Boolean).join("　")}`, tip: true }),
      ],
    });
  };
  return chartFigure({ name: "amounts", note: t("amounts_note"), columns: [t("goal"), t("strategy"), t("amounts_count"), t("amounts_largest"), t("amounts_sum")], rows, draw });
}

const GOAL_COLOURS = ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)"];

// Exact: decimal texts are added as integers of their longest fraction.
function addDecimals(texts) {
  const places = Math.max(0, ...texts.map((text) => (text.split(".")[1] ?? "").length));
  const sum = texts.reduce((total, text) => {
    const [whole, fraction = ""] = text.split(".");
    return total + BigInt(whole + fraction.padEnd(places, "0"));
  }, 0n);
  const digits = String(sum).padStart(places + 1, "0");
  if (!places) return digits;
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}

function agenciesChart(model) {
  const told = model.figures.filter((figure) => figure.agency && figure.year && figure.kind !== "date");
  const byAgency = d3.rollups(told, (group) => group.length, (figure) => figure.agency).sort((one, other) => other[1] - one[1]);
  const agencies = byAgency.slice(0, MOST_AGENCIES).map(([agency]) => agency);
  const shown = told.filter((figure) => agencies.includes(figure.agency));
  const cells = d3.flatRollup(shown, (group) => group.length, (figure) => figure.agency, (figure) => figure.year).map(([agency, year, count]) => ({ agency, year, count }));
  const years = d3.sort(new Set(cells.map(({ year }) => year)));
  const most = d3.max(cells, ({ count }) => count) ?? 1;
  const rows = agencies.map((agency) => [agency, ...years.map((year) => cells.find((cell) => cell.agency === agency && cell.year === year)?.count ?? "")]);
  const isUpright = (width) => (width - 148) / years.length < 36;
  const draw = (width, look) => Plot.plot({
    ...look, width, height: 60 + agencies.length * 24, marginLeft: 148, marginTop: isUpright(width) ? 44 : 28, padding: 0.06,
    x: { domain: years, label: null, axis: "top", tickFormat: String, tickRotate: isUpright(width) ? -90 : 0, tickSize: 0 },
    y: { domain: agencies, label: null, tickFormat: (agency) => shorten(agency, 11), tickSize: 0 },
    marks: [
      Plot.cell(cells, { x: "year", y: "agency", fill: "var(--c1)", fillOpacity: ({ count }) => 0.12 + 0.5 * Math.sqrt(count / most), rx: 2, ariaLabel: ({ agency, year, count }) => `${agency} ${year} ${count}` }),
      Plot.text(cells, { x: "year", y: "agency", text: "count", fill: "var(--ink)" }),
    ],
    opacity: { type: "identity" },
  });
  return chartFigure({ name: "agencies", note: t("agencies_note", agencies.length), columns: [t("agency"), ...years], rows, draw });
}

// What is counted has no fractions.
function wholeTicks(most, width) {
  return d3.ticks(0, most, Math.max(2, width / 80)).filter(Number.isInteger);
}

function coverageChart(model) {
  const count = (things, of) => d3.rollups(things, (group) => group.length, of).sort((one, other) => other[1] - one[1]);
  const figures = count(model.figures, (figure) => figure.kind).map(([kind, number]) => ({ group: t("is_figure"), name: label("kind", kind), number, fill: `var(--k-${kind})` }));
  const rejections = count(model.rejections, (rejection) => rejection.reason).map(([reason, number]) => ({ group: t("no_figure"), name: label("reason", reason), number, fill: "var(--c-none)" }));
  const bars = [...figures, ...rejections].map((bar) => ({ ...bar, line: `${bar.group}\n${bar.name}` }));
  const draw = (width, look) => Plot.plot({
    ...look, width, height: 56 + bars.length * 22, marginLeft: isChinese() ? 108 : 178, marginRight: 44, marginTop: 4, marginBottom: 44,
    x: { label: t("coverage_axis"), grid: true, ticks: wholeTicks(d3.max(bars, ({ number }) => number), width - 200), tickFormat: ",d", labelOffset: 36 },
    y: { domain: bars.map(({ line }) => line), label: null, tickFormat: (line) => line.split("\n")[1], tickSize: 0 },
    marks: [
      Plot.barX(bars, { x: "number", y: "line", fill: "fill", rx: 2, ariaLabel: ({ name, number }) => `${name} ${number}` }),
      Plot.text(bars, { x: "number", y: "line", text: ({ number }) => groupDigits(String(number)), textAnchor: "start", dx: 5, fill: "var(--ink)" }),
    ],
  });
  return chartFigure({ name: "coverage", note: t("coverage_note"), columns: ["", "", t("coverage_axis")], rows: bars.map(({ group, name, number }) => [group, name, number]), draw });
}

function codesChart(model) {
  const cells = d3.flatRollup(model.checks, (group) => group.length, (check) => check.code, (check) => check.result).map(([code, result, number]) => ({ code, result, number }));
  const most = d3.max(d3.rollup(model.checks, (group) => group.length, (check) => check.code).values());
  const codes = [...new Set(cells.map(({ code }) => code))];
  const results = WORST_FIRST.filter((result) => cells.some((cell) => cell.result === result));
  const rows = codes.map((code) => [label("check", code), ...results.map((result) => cells.find((cell) => cell.code === code && cell.result === result)?.number ?? 0)]);
  const draw = (width, look) => Plot.plot({
    ...look, width, height: 70 + codes.length * 28, marginLeft: isChinese() ? 108 : 150,
    x: { label: t("coverage_axis"), grid: true, ticks: wholeTicks(most, width - 150), tickFormat: ",d" },
    y: { domain: codes, label: null, tickFormat: (code) => label("check", code), tickSize: 0 },
    color: { domain: results, range: results.map((result) => `var(--r-${result})`), legend: true, tickFormat: (result) => label("result", result) },
    marks: [Plot.barX(cells, { x: "number", y: "code", fill: "result", order: results, ariaLabel: ({ code, result, number }) => `${label("check", code)} ${label("result", result)} ${number}` })],
  });
  return chartFigure({ name: "codes", note: t("codes_note"), columns: [t("check"), ...results.map((result) => label("result", result))], rows, draw });
}
