// Which figures are shown: what is asked for, and the choices that there are.

const FACETS = {
  goal: { of: (figure) => [figure.goal ?? ""] },
  strategy: { of: (figure) => [figure.strategy ?? ""] },
  agency: { of: (figure) => [figure.agency ?? ""] },
  kind: { of: (figure) => [figure.kind], show: (code) => label("kind", code) },
  role: { of: (figure) => [figure.role], show: (code) => label("role", code) },
  year: { of: (figure) => figure.years.map(String), show: (year) => yearText(Number(year)), byName: true },
  check: { of: (figure) => [figure.result], show: (code) => label("result", code) },
};

function newQuery() {
  return { words: "", chosen: {}, sort: "place", down: false };
}

function matches(figure, query, ignored = null) {
  for (const [name, value] of Object.entries(query.chosen)) {
    if (name !== ignored && value !== null && !FACETS[name].of(figure).includes(value)) return false;
  }
  return wordsOf(query).every((word) => figure.haystack.includes(word));
}

function wordsOf(query) {
  return query.words.toLowerCase().split(/\s+/);
}

function findFigures(model, query) {
  const found = model.figures.filter((figure) => matches(figure, query));
  const by = SORTS[query.sort];
  if (!by && query.words) return [...found.filter((figure) => saysItself(figure, query)), ...found.filter((figure) => !saysItself(figure, query))];
  if (by) found.sort((one, other) => compare(by(one), by(other)) || one.index - other.index);
  return query.down ? found.reverse() : found;
}

// Whether what is asked for is in the figure itself, and not only in its sentence.
function saysItself(figure, query) {
  const own = [figure.text, figure.value, figure.indicator, figure.agency].join("\n").toLowerCase();
  return wordsOf(query).every((word) => own.includes(word));
}

const ORDER = new Intl.Collator("zh-Hant-TW");

// What is absent comes last.
function compare(one, other) {
  if (one === other) return 0;
  if (one === null || one === undefined || one === "") return 1;
  if (other === null || other === undefined || other === "") return -1;
  return typeof one === "number" ? one - other : ORDER.compare(one, other);
}

const SORTS = {
  place: null,
  text: (figure) => sortValue(figure),
  value: (figure) => sortValue(figure),
  indicator: (figure) => figure.indicator,
  agency: (figure) => figure.agency,
  period: (figure) => figure.period_end ?? figure.period_start,
  role: (figure) => label("role", figure.role),
  kind: (figure) => label("kind", figure.kind),
  check: (figure) => (figure.result === "none" ? null : WORST_FIRST.indexOf(figure.result)),
};

// The values of a facet with their counts, under all other conditions.
function choices(model, query, name) {
  const counts = new Map();
  const { of, byName, show } = FACETS[name];
  for (const figure of model.figures) {
    if (!matches(figure, query, name)) continue;
    for (const value of of(figure)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const chosen = query.chosen[name];
  if (chosen !== undefined && chosen !== null && !counts.has(chosen)) counts.set(chosen, 0);
  const rows = [...counts].map(([value, count]) => ({ value, count, words: value === "" ? t("none") : (show ?? String)(value) }));
  rows.sort((one, other) => (byName ? compare(one.value, other.value) : 0));
  return rows;
}

function facetControl(model, query, name, onchange) {
  const rows = choices(model, query, name);
  const chosen = query.chosen[name] ?? null;
  const control = h("select", { id: `facet-${name}`, "data-facet": name, onchange: () => {
    query.chosen[name] = control.selectedIndex === 0 ? null : rows[control.selectedIndex - 1].value;
    onchange();
  } }, h("option", { selected: chosen === null }, t("all")), rows.map((row) => h("option", { selected: row.value === chosen }, `${row.words}（${row.count}）`)));
  return h("label", { class: chosen === null ? null : "is-chosen" }, h("span", null, t(name === "kind" ? "kinds" : name === "role" ? "roles" : name)), control);
}

const CSV_COLUMNS = ["figure_id", "goal", "strategy", "measure", "agency", "indicator", "text", "kind", "value", "low", "high", "unit", "yi", "bound", "role", "basis", "period_start", "period_end", "baseline_value", "change", "restated", "result", "page", "start", "end"];

function toCsv(figures) {
  const quote = (value) => (value === null || value === undefined ? "" : typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value));
  const names = CSV_COLUMNS.map((name) => ({ yi: "value_yi", result: "check_result" })[name] ?? name);
  const lines = [[...names, "sentence"].map(quote).join(",")];
  for (const figure of figures) {
    const sentence = figure.before + (figure.passage?.text.slice(figure.from, figure.to) ?? "") + figure.after;
    lines.push([...CSV_COLUMNS.map((name) => quote(figure[name])), quote(sentence)].join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}
