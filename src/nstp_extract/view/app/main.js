// Where the reader is, told by the part of the address behind #: a view, a figure or a section.

const VIEWS = ["overview", "text", "figures", "findings"];
const parts = {};
const scrolled = {};

function start() {
  try {
    state.language = localStorage.getItem("nstp-language") ?? state.language;
  } catch {
    // Storage may be forbidden; the language of the browser will do.
  }
  state.query = newQuery();
  state.model = openReport(placeOf(location.hash).report ?? 0);
  build();
  addEventListener("hashchange", route);
  addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
}

// The whole page anew: for the first time, in another language, or with another report.
function build() {
  const { model } = state;
  document.documentElement.lang = LANGUAGES[state.language];
  document.title = model.report.title ?? model.report.report_id;
  parts.built = new Set();
  parts.strip = h("div", { class: "strip", hidden: true, role: "status" });
  parts.views = Object.fromEntries(VIEWS.map((view) => [view, h("div", { class: "view", "data-view": view, hidden: true })]));
  clear(document.getElementById("app"), h("a", { class: "skip", href: "#main", onclick: skipToMain }, t("skip")), header(model), parts.strip, h("main", { id: "main", tabindex: "-1" }, Object.values(parts.views)), h("div", { id: "live", class: "off-screen", "aria-live": "polite" }));
  route();
}

function header(model) {
  const tabs = VIEWS.filter((view) => view !== "findings" || hasFindings(model));
  return h("header", { class: "top" },
    h("p", { class: "name", lang: LANGUAGES.zh, title: model.report.title }, REPORTS.length > 1 ? reportPicker(model) : model.report.title ?? model.report.report_id),
    h("nav", { "aria-label": t("report") }, tabs.map((view) => h("a", { href: linkTo(view), "data-tab": view }, t(view)))),
    h("button", { type: "button", id: "language", lang: isChinese() ? "en" : LANGUAGES.zh, title: t("language_hint"), onclick: switchLanguage }, t("language")));
}

function reportPicker(model) {
  const picker = h("select", { id: "report", "aria-label": t("report"), onchange: () => (location.hash = linkTo("overview", picker.selectedIndex)) }, REPORTS.map((_, index) => h("option", { selected: index === model.index }, REPORTS[index].dataset.title || reportId(index))));
  return picker;
}

function switchLanguage() {
  state.language = isChinese() ? "en" : "zh";
  try {
    localStorage.setItem("nstp-language", state.language);
  } catch {
    // The choice lasts as long as the page then.
  }
  const at = scrollY;
  build();
  scrollTo({ top: at, behavior: "instant" });
  document.getElementById("language").focus();
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function placeOf(hash) {
  const [first, second] = hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  if (REPORTS.length < 2) return { report: 0, id: second ?? first };
  const report = REPORTS.findIndex((script) => script.dataset.report === first);
  return second === undefined && report < 0 ? { report: null, id: first } : { report: report < 0 ? null : report, id: second ?? "" };
}

function route() {
  const { report, id } = placeOf(location.hash);
  if (report !== null && report !== state.model.index) {
    Object.assign(state, { model: openReport(report), selected: null, lit: [], query: newQuery() });
    build();
    return;
  }
  const { model } = state;
  const figure = model.figureById.get(id);
  const section = model.sectionById.get(id);
  const finding = !figure && !section && [...model.checks, ...model.verdicts].find((each) => (each.check_id ?? each.claim_id) === id);
  if (figure) showFigure(figure);
  else if (section) showSection(section);
  else if (finding) {
    show("findings");
    scrollToElement(document.getElementById(id));
  } else show(VIEWS.includes(id) ? id : "overview");
}

const BUILDERS = {
  overview: (model) => [renderOverview(model)],
  findings: (model) => [renderFindings(model)],
  figures: (model) => [renderFigures(model)],
  text: buildText,
};

function buildText(model) {
  parts.article = renderText(model);
  parts.outline = renderOutline(model);
  parts.card = renderCard(model);
  return [h("section", { class: "text-view", id: "view-text", "aria-label": t("text") }, h("details", { class: "outline-box", open: matchMedia("(min-width: 60rem)").matches }, h("summary", null, t("outline")), parts.outline), parts.article, parts.card)];
}

// Shows a view, made when it is first seen; where a reader was in it is kept.
function show(view) {
  const isNew = !parts.built.has(view);
  if (state.view !== view) scrolled[state.view] = [scrollY, table?.scroller.scrollTop ?? 0];
  if (isNew) {
    parts.built.add(view);
    parts.views[view].append(...BUILDERS[view](state.model));
  }
  for (const [name, element] of Object.entries(parts.views)) element.hidden = name !== view;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const isChange = state.view !== view;
  state.view = view;
  document.body.dataset.view = view;
  if (isNew && view === "text") followHeadings(parts.article, parts.outline);
  if (isNew && view === "figures") refreshFigures();
  if (isChange) {
    const [top, rows] = scrolled[view] ?? [0, 0];
    scrollTo({ top, behavior: "instant" });
    if (view === "figures" && !isNew) {
      table.scroller.scrollTop = rows;
      drawRows();
    }
  }
  drawStrip();
}

function showFigure(figure) {
  show("text");
  select(figure);
  scrollToElement(document.getElementById(figure.figure_id));
  announce(figureHint(figure));
}

function showSection(section) {
  show("text");
  const element = section.passage && document.getElementById(`p${section.passage.index}`);
  if (!element) return;
  element.scrollIntoView({ block: "start", behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => element.scrollIntoView({ block: "start", behavior: "instant" })));
}

function select(thing) {
  state.selected = thing;
  if (!parts.built.has("text")) return;
  const card = renderCard(state.model);
  parts.card.replaceWith(card);
  parts.card = card;
  showMarks(parts.article);
}

// Lights all the figures of a finding together, and goes to the first of them.
function light(figures, words) {
  state.lit = figures;
  state.litWords = words;
  const [first] = d3.sort(figures, (figure) => figure.index);
  if (location.hash === linkTo(first.figure_id)) route();
  else location.hash = linkTo(first.figure_id);
}

function drawStrip() {
  fillStrip();
  document.documentElement.style.setProperty("--strip", `${parts.strip.offsetHeight}px`);
}

function fillStrip() {
  parts.strip.hidden = !state.lit.length || state.view !== "text";
  if (parts.strip.hidden) return;
  clear(parts.strip, h("p", null, t("lit", state.lit.length, state.litWords ?? "")), h("p", null, state.lit.map((figure) => [figureLink(figure), " "]), hasFindings(state.model) && h("a", { href: linkTo("findings") }, t("back_to_findings")), h("button", { type: "button", class: "quiet", onclick: unlight }, t("close"))));
}

function unlight() {
  state.lit = [];
  drawStrip();
  if (parts.article) showMarks(parts.article);
}

function step(by) {
  const { figures } = state.model;
  const at = state.selected?.figure_id ? state.selected.index + by : by > 0 ? 0 : figures.length - 1;
  if (figures[at]) location.hash = linkTo(figures[at].figure_id);
}

function onClick(event) {
  const mark = event.target.closest?.(".report-text .n");
  if (mark) select(state.model.rejections[Number(mark.dataset.n)]);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, dialog")) return;
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    t: () => (location.hash = linkTo("text")),
    f: () => (location.hash = linkTo("figures")),
    "/": () => {
      location.hash = linkTo("figures");
      route();
      document.getElementById("search").focus();
    },
    Escape: () => (state.selected ? select(null) : unlight()),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

start();
