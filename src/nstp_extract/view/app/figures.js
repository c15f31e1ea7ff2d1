// The table of figures. Only the rows that are in sight are in the page, so that thousands scroll.

const MARGIN_ROWS = 12;
const COLUMNS = [
  { name: "text", words: "text_column", cell: (figure) => h("span", { class: `f k-${figure.kind} r-${figure.role}`, lang: LANGUAGES.zh }, figure.text) },
  { name: "value", words: "value", cell: (figure) => (figure.kind === "date" ? "" : valueText(figure)), right: true },
  { name: "indicator", words: "indicator", cell: (figure) => figure.indicator ?? "", lang: LANGUAGES.zh },
  { name: "agency", words: "agency", cell: (figure) => figure.agency ?? "", lang: LANGUAGES.zh },
  { name: "period", words: "period", cell: (figure) => periodText(figure) },
  { name: "role", words: "roles", cell: (figure) => label("role", figure.role) },
  { name: "kind", words: "kinds", cell: (figure) => label("kind", figure.kind) },
  { name: "check", words: "check", cell: (figure) => figure.result !== "none" && h("span", { class: `result is-${figure.result}` }, label("result", figure.result)) },
  { name: "place", words: "context", cell: (figure) => h("span", { class: "context", lang: LANGUAGES.zh }, h("span", null, figure.before.slice(-24)), h("b", null, figure.text), h("span", null, figure.after.slice(0, 24))) },
];

let table = null;

function renderFigures(model) {
  const { query } = state;
  const body = h("tbody");
  const scroller = h("div", { class: "rows", tabindex: "0", role: "region", "aria-label": t("table_caption") });
  const tools = h("div", { class: "tools" });
  table = { model, body, scroller, tools, found: [], cursor: null, drawn: null };
  const shownColumns = COLUMNS.filter(({ name }) => name !== "check" || model.checks.length);
  table.columns = shownColumns;
  const head = h("thead", null, h("tr", null, shownColumns.map((column) => h("th", { scope: "col", "data-c": column.name, class: column.right ? "right" : null }, h("button", { type: "button", onclick: () => sortBy(column.name), title: t("sort", t(column.words)) }, t(column.words))))));
  table.head = head;
  table.element = h("table", { class: "figures" }, h("caption", { class: "off-screen" }, t("table_caption")), head, body);
  scroller.append(table.element);
  scroller.addEventListener("scroll", () => drawRows(), { passive: true });
  scroller.addEventListener("keydown", moveCursor);
  const search = h("input", { type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"), value: query.words, autocomplete: "off", oninput: () => {
    query.words = search.value.trim();
    refreshFigures();
  } });
  table.search = search;
  return h("section", { class: "figures-view", id: "view-figures", "aria-label": t("figures") }, h("div", { class: "search" }, search), tools, scroller);
}

// Finds the rows again and draws choices and rows.
function refreshFigures() {
  const { model, tools } = table;
  const { query } = state;
  table.found = findFigures(model, query);
  const names = Object.keys(FACETS).filter((name) => name !== "check" || model.checks.length);
  const facets = h("details", { class: "facets", open: table.facetsOpen ?? window.matchMedia("(min-width: 50rem)").matches, ontoggle: (event) => (table.facetsOpen = event.target.open) }, h("summary", null, t("filters")), h("div", null, names.map((name) => facetControl(model, query, name, refreshFigures))));
  const focused = document.activeElement?.dataset?.facet;
  clear(tools, facets, h("div", { class: "count" },
    h("output", null, t("shown", groupDigits(String(table.found.length)), groupDigits(String(model.figures.length)))),
    h("button", { type: "button", class: "quiet", onclick: clearQuery }, t("clear")),
    h("button", { type: "button", class: "quiet", id: "copy-csv", onclick: copyRows }, t("copy_csv")),
    h("button", { type: "button", class: "quiet", onclick: saveRows }, t("save_csv"))));
  if (focused) document.getElementById(`facet-${focused}`)?.focus();
  for (const header of table.head.querySelectorAll("th")) {
    const isSorted = header.dataset.c === query.sort;
    header.setAttribute("aria-sort", isSorted ? (query.down ? "descending" : "ascending") : "none");
  }
  table.element.setAttribute("aria-rowcount", table.found.length + 1);
  table.drawn = null;
  table.scroller.scrollTop = 0;
  drawRows();
}

function clearQuery() {
  state.query = newQuery();
  table.search.value = "";
  refreshFigures();
}

function sortBy(name) {
  const { query } = state;
  query.down = query.sort === name ? !query.down : ["value", "text"].includes(name);
  query.sort = name;
  refreshFigures();
}

function rowHeight() {
  return Number.parseFloat(getComputedStyle(table.scroller).getPropertyValue("--row-height"));
}

function drawRows(from = null, to = null) {
  const { scroller, found, body } = table;
  const height = rowHeight();
  const first = from ?? Math.max(0, Math.floor(scroller.scrollTop / height) - MARGIN_ROWS);
  const last = to ?? Math.min(found.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + MARGIN_ROWS);
  const key = `${first}-${last}-${table.cursor}`;
  if (table.drawn === key) return;
  table.drawn = key;
  const rows = found.slice(first, last).map((figure, at) => figureRow(figure, first + at));
  clear(body, spacer(first * height), rows, spacer((found.length - last) * height), found.length === 0 && h("tr", { class: "empty" }, h("td", { colspan: String(table.columns.length) }, t("no_rows"))));
}

function spacer(height) {
  if (height <= 0) return null;
  const row = h("tr", { class: "spacer", "aria-hidden": "true" });
  row.style.height = `${height}px`;
  return row;
}

function figureRow(figure, at) {
  const cells = table.columns.map((column) => h("td", { class: `c-${column.name}${column.right ? " right" : ""}`, lang: column.lang, title: column.name === "indicator" ? figure.indicator : null }, column.cell(figure)));
  cells[0].replaceChildren(h("a", { href: linkTo(figure.figure_id), tabindex: "-1" }, ...cells[0].childNodes));
  return h("tr", { "aria-rowindex": at + 2, "data-f": figure.index, class: at === table.cursor ? "is-here" : null, onclick: () => leaveFor(figure, at) }, cells);
}

function leaveFor(figure, at) {
  table.cursor = at;
  location.hash = linkTo(figure.figure_id);
}

function moveCursor(event) {
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
  if (event.key === "Enter" && table.cursor !== null && table.found[table.cursor]) leaveFor(table.found[table.cursor], table.cursor);
  if (!by || !table.found.length) return;
  event.preventDefault();
  showRow(Math.min(table.found.length - 1, Math.max(0, (table.cursor ?? -1) + by)));
}

function showRow(at) {
  const { scroller } = table;
  const height = rowHeight();
  table.cursor = at;
  const top = at * height;
  if (top < scroller.scrollTop || top > scroller.scrollTop + scroller.clientHeight - 3 * height) scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
  drawRows();
}

function showInTable(figure) {
  if (!matches(figure, state.query)) clearQuery();
  location.hash = linkTo("figures");
  route();
  showRow(table.found.indexOf(figure));
  table.scroller.focus({ preventScroll: true });
}

function copyRows(event) {
  copyText(toCsv(table.found)).then(() => confirmOn(event.target, t("copied_rows", table.found.length)));
}

function saveRows() {
  const url = URL.createObjectURL(new Blob(["\ufeff", toCsv(table.found)], { type: "text/csv" }));
  h("a", { href: url, download: `${table.model.report.report_id}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// A printed table has all its rows.
addEventListener("beforeprint", () => table && state.view === "figures" && drawRows(0, table.found.length));
addEventListener("afterprint", () => table && drawRows());
