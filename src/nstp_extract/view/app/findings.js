// What was checked: the report against itself, claims against it, and it against its last version.

const NEEDS_A_LOOK = new Set(["fail", "incomplete", "blocked", "contradicted", "mismatch", "conflict", "not_found", "not_checked"]);
const VERDICT_ORDER = ["contradicted", "conflict", "mismatch", "not_found", "not_checked", "supported"];
const FIRST_FINDINGS = 200;

function renderFindings(model) {
  const { checks, verdicts, changes } = model;
  const parts = [
    checks.length > 0 && findingList("checks", byOrder(checks, (check) => WORST_FIRST.indexOf(check.result)), checkItem),
    verdicts.length > 0 && findingList("verdicts", byOrder(verdicts, ({ verdict }) => VERDICT_ORDER.indexOf(verdict)), verdictItem),
    changes.length > 0 && changeTable(changes),
  ].filter(Boolean);
  return h("section", { class: "findings-view", id: "view-findings", "aria-label": t("findings") }, parts.length ? parts : h("p", { class: "hint" }, t("no_checks")));
}

function hasFindings(model) {
  return model.checks.length + model.verdicts.length + model.changes.length > 0;
}

function byOrder(findings, order) {
  return findings.map((finding, at) => [finding, at]).sort(([one, first], [other, second]) => order(one) - order(other) || first - second).map(([finding]) => finding);
}

function findingList(name, findings, item) {
  const list = h("ol", { class: "findings" });
  const only = h("input", { type: "checkbox", checked: findings.some(needsALook), onchange: () => draw() });
  const draw = (count = FIRST_FINDINGS) => {
    const shown = findings.filter((finding) => !only.checked || needsALook(finding));
    const more = shown.length - count;
    clear(list, shown.slice(0, count).map(item), shown.length === 0 && h("li", { class: "hint" }, t("nothing_wrong")), more > 0 && h("li", null, h("button", { type: "button", class: "quiet", onclick: () => draw(count + FIRST_FINDINGS) }, t("more", more))));
  };
  draw();
  return h("section", null, h("h2", null, t(`${name}_title`)), name === "checks" && h("p", null, t("checks_note")), h("p", null, h("label", { class: "tick" }, only, t("only_findings"))), list);
}

function needsALook(finding) {
  return NEEDS_A_LOOK.has(finding.result ?? finding.verdict);
}

function checkItem(check) {
  return h("li", { id: check.check_id, class: `finding is-${check.result}` },
    h("h3", null, h("span", { class: `result is-${check.result}` }, label("result", check.result)), ` ${label("check", check.code)} `, h("code", null, check.code)),
    h("p", null, message(check)),
    check.formula && h("p", { class: "formula" }, h("code", null, check.formula)),
    figureChips(check));
}

function figureChips(finding) {
  return finding.figures.length > 0 && h("p", { class: "chips" }, finding.figures.map((figure) => [figureLink(figure), " "]), lightButton(finding));
}

function verdictItem(verdict) {
  return h("li", { id: verdict.claim_id, class: `finding is-${verdict.verdict}` },
    h("h3", null, h("span", { class: `result is-${verdict.verdict}` }, label("verdict", verdict.verdict)), ` ${t("claim")} `, h("code", null, verdict.claim_id), verdict.reason && h("small", null, ` ${label("ground", verdict.reason)}`), verdict.pattern && h("small", null, `，${label("slip", verdict.pattern)}`)),
    verdict.claim_text && h("blockquote", { lang: LANGUAGES.zh }, verdict.claim_text),
    h("p", null, message(verdict)),
    verdict.quote && h("blockquote", { lang: LANGUAGES.zh }, verdict.quote, verdict.page && h("small", null, ` ${pageText(verdict.page)}`)),
    figureChips(verdict));
}

function changeTable(changes) {
  const value = (change, side) => change[`${side}_text`] ?? [change[`${side}_value`], change[`${side}_unit`]].filter(Boolean).join(" ");
  const rows = changes.map((change) => {
    const [figure] = change.figures;
    return h("tr", { class: `is-${change.change}` },
      h("td", null, h("span", { class: `result is-${change.change}` }, label("change", change.change))),
      h("td", { lang: LANGUAGES.zh }, value(change, "old")),
      h("td", { lang: LANGUAGES.zh }, figure ? figureLink(figure) : value(change, "new")),
      h("td", { lang: LANGUAGES.zh }, figure?.indicator ?? ""),
      h("td", null, (change.field ?? "").split(",").filter(Boolean).map((field) => label("field", field.trim())).join(isChinese() ? "、" : ", ")),
      h("td", { lang: LANGUAGES.zh }, (change.heading_path ?? []).at(-1) ?? ""));
  });
  const lit = changes.flatMap((change) => change.figures);
  return h("section", null, h("h2", null, t("changes_title")), lit.length > 0 && h("p", null, h("button", { type: "button", class: "quiet", onclick: () => light(lit, t("changes_title")) }, t("light"))), h("table", { class: "changes" }, h("thead", null, h("tr", null, [t("change_value"), t("old"), t("new"), t("indicator"), t("differs"), t("heading")].map((words) => h("th", { scope: "col" }, words)))), h("tbody", null, rows)));
}
