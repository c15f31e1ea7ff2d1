// What a reader sees first: what the report is, what was found, and where to go.

function renderOverview(model) {
  const { report } = model;
  const facts = [report.agency, report.document_no, report.published_on, periodText(report)].filter(Boolean);
  return h("section", { class: "overview-view", id: "view-overview", "aria-label": t("overview") },
    h("h1", { lang: LANGUAGES.zh }, report.title ?? report.report_id),
    facts.length > 0 && h("p", { class: "facts-line", lang: LANGUAGES.zh }, facts.join("　·　")),
    h("p", { class: "lead" }, t("lead")),
    tallies(model),
    h("p", { class: "how" }, t("how")),
    h("p", { class: "doors" }, h("a", { class: "door", href: linkTo("text") }, t("read_text")), h("a", { class: "door", href: linkTo("figures") }, t("see_figures")), hasFindings(model) && h("a", { class: "door", href: linkTo("findings") }, t("see_findings"))),
    doubtfulPages(model),
    renderCharts(model),
    h("footer", null, h("p", null, t("made_by", report.extracted_by || "nstp-extract")), h("p", null, t("source", report.source_path, report.source_sha256)), h("p", null, t("keys")), leftOut()));
}

function tallies(model) {
  const failed = model.checks.filter((check) => check.result === "fail").length;
  const doubtful = [...model.pages.values()].filter((page) => page.grade !== "good").length;
  const rows = [
    [model.figures.length, "count_figures"],
    [model.rejections.length, "count_rejections"],
    model.checks.length > 0 && [failed, "count_failed"],
    model.verdicts.length > 0 && [model.verdicts.length, "count_verdicts"],
    model.changes.length > 0 && [model.changes.length, "count_changes"],
    doubtful > 0 && [doubtful, "count_pages"],
  ].filter(Boolean);
  return h("ul", { class: "tallies" }, rows.map(([count, key]) => h("li", null, h("strong", null, groupDigits(String(count))), h("span", null, t(key)))));
}

function doubtfulPages(model) {
  const pages = [...model.pages.values()].filter((page) => page.grade !== "good");
  if (!pages.length) return null;
  return h("details", { class: "doubts" }, h("summary", null, `${pages.length} ${t("count_pages")}`), h("p", null, t("pages_note")), h("ul", null, pages.map((page) => h("li", null, `${pageText(page.page)}：${label("grade", page.grade)}${page.reason ? `，${label("page_reason", page.reason)}` : ""}`))));
}

function leftOut() {
  const left = readJson("left-out");
  if (!left.length) return null;
  return h("div", null, h("p", null, t("left_out", left.length)), h("ul", null, left.map((report) => h("li", null, h("code", null, report.report_id), ` ${report.title ?? ""}`))));
}
