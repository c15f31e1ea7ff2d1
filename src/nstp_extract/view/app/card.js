// The card that says what one numeral is: a figure with all that is known of it, or why it is none.

function renderCard(model) {
  const { selected } = state;
  const box = h("aside", { class: `card${selected ? " is-open" : ""}`, id: "card", "aria-live": "polite", tabindex: "-1" });
  if (!selected) return clear(box, h("p", { class: "hint" }, t("card_empty")), legend());
  const parts = selected.figure_id ? figureCard(model, selected) : rejectionCard(selected);
  return clear(box, h("button", { class: "close", type: "button", onclick: () => select(null), "aria-label": t("close") }, "×"), parts, legend());
}

function rejectionCard(rejection) {
  return [
    h("p", { class: "surface", lang: LANGUAGES.zh }, rejection.text),
    h("p", null, h("strong", null, rejectionHint(rejection))),
    ruleList([rejection.rule]),
  ];
}

function figureCard(model, figure) {
  return [
    h("p", { class: "surface", lang: LANGUAGES.zh }, figure.text),
    h("p", { class: "tags" }, h("span", { class: `tag k-${figure.kind}` }, label("kind", figure.kind)), h("span", { class: "tag" }, label("role", figure.role)), figure.restated && h("span", { class: "tag" }, t("restated")), figure.corrected_by && h("span", { class: "tag" }, t("corrected"))),
    facts(figure),
    pictureOf(model, figure),
    figure.checks.length > 0 && h("section", null, h("h3", null, t("check")), figure.checks.map((check) => checkLine(check))),
    figure.links.length > 0 && h("section", null, h("h3", null, t("relations")), h("ul", null, figure.links.map(({ type, figure: other }) => h("li", null, `${label("relation", type)} `, figureLink(other))))),
    h("section", null, h("h3", null, t("rules")), ruleList(figure.evidence)),
    h("p", { class: "actions" },
      h("button", { type: "button", onclick: () => step(-1) }, `← ${t("previous")}`),
      h("button", { type: "button", onclick: () => step(1) }, `${t("next")} →`),
      h("button", { type: "button", onclick: () => showInTable(figure) }, t("back_to_table")),
      h("button", { type: "button", onclick: (event) => copyText(location.href.split("#")[0] + linkTo(figure.figure_id)).then(() => confirmOn(event.target, t("copied"))) }, t("copy_link")),
    ),
  ];
}

function facts(figure) {
  const rows = [
    [t("value"), figure.kind === "date" ? null : valueText(figure)],
    [t("indicator"), figure.indicator],
    [t("agency"), agencyText(figure)],
    [t("period"), [periodText(figure), figure.period_text && `「${figure.period_text}」`, figure.basis && label("basis", figure.basis)].filter(Boolean).join("　")],
    [t("baseline_value"), figure.baseline_value && groupDigits(figure.baseline_value)],
    [t("change_value"), figure.change && groupDigits(figure.change)],
    [t("heading"), figure.place && h("ol", { class: "path", lang: LANGUAGES.zh }, figure.place.lineage.map((section) => section.title && h("li", null, section.name)))],
    [t("place"), [pageText(figure.page), t("characters", groupDigits(String(figure.start)), groupDigits(String(figure.end)))].filter(Boolean).join("，")],
  ];
  return h("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", null, name), h("dd", null, value)]));
}

function agencyText(figure) {
  if (!figure.agency) return null;
  return figure.agency_id && figure.agency_id !== figure.agency ? `${figure.agency}（${figure.agency_id}）` : figure.agency;
}

function ruleList(rules) {
  return h("ul", { class: "rules" }, rules.map((rule) => h("li", null, h("code", null, rule), ruleText(rule) && ` ${ruleText(rule)}`)));
}

function figureLink(figure) {
  return h("a", { class: `f k-${figure.kind} r-${figure.role}`, href: linkTo(figure.figure_id), title: figureHint(figure), lang: LANGUAGES.zh }, figure.text);
}

function checkLine(check) {
  return h("p", { class: `result is-${check.result}` }, h("strong", null, `${label("check", check.code)}：${label("result", check.result)}`), " ", message(check), " ", lightButton(check));
}

function message(finding) {
  return (isChinese() ? finding.message_zh : finding.message_en) ?? finding.message_zh ?? finding.message_en ?? "";
}

function lightButton(finding) {
  return finding.figures.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => light(finding.figures, message(finding)) }, t("light"));
}

// The image of the page with the figure's boxes: hundredths of a point in a drawing of that size.
function pictureOf(model, figure) {
  const picture = model.pictures[figure.page];
  if (!picture) return figure.page ? h("p", { class: "hint" }, t("no_picture")) : null;
  const drawn = pageDrawing(picture, figure);
  return h("button", { class: "page-picture", type: "button", "aria-label": t("enlarge"), onclick: () => enlarge(picture, figure) }, drawn);
}

function pageDrawing(picture, figure) {
  const svg = svgElement("svg", { viewBox: `0 0 ${picture.width} ${picture.height}`, role: "img", "aria-label": t("picture_alt", figure.page, figure.text) });
  svg.append(svgElement("image", { href: picture.source, width: picture.width, height: picture.height }));
  for (const [page, left, top, right, bottom] of figure.boxes ?? []) {
    if (page !== figure.page) continue;
    svg.append(svgElement("rect", { class: "box", x: left - 200, y: top - 200, width: right - left + 400, height: bottom - top + 400, rx: 200 }));
  }
  return svg;
}

function svgElement(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function enlarge(picture, figure) {
  const dialog = h("dialog", { class: "enlarged", onclick: () => dialog.close(), onclose: () => dialog.remove() }, h("form", { method: "dialog" }, h("button", { "aria-label": t("close") }, "×")), pageDrawing(picture, figure));
  document.body.append(dialog);
  dialog.showModal();
}
