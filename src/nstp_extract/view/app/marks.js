// A passage's text with its marks.

function markedText(passage) {
  const nodes = [];
  let at = 0;
  for (const mark of passage.marks) {
    if (mark.start > at) nodes.push(passage.text.slice(at, mark.start));
    const text = passage.text.slice(mark.start, mark.end);
    nodes.push(mark.figure ? figureMark(mark, text) : rejectionMark(mark, text));
    at = mark.end;
  }
  nodes.push(passage.text.slice(at));
  return nodes;
}

function figureMark({ figure, start }, text) {
  const isFirst = figure.passage?.marks && figure.from === start;
  return h(
    "a",
    {
      class: `f k-${figure.kind} r-${figure.role}${figure.result === "fail" ? " is-fail" : ""}`,
      href: linkTo(figure.figure_id),
      id: isFirst ? figure.figure_id : null,
      title: figureHint(figure),
      "data-f": figure.index,
    },
    text,
  );
}

function rejectionMark({ rejection }, text) {
  return h("span", { class: "n", title: rejectionHint(rejection), "data-n": rejection.index }, text);
}

function legend() {
  const kinds = ["amount", "count", "percent", "multiple", "measure", "score", "date"];
  const roles = ["result", "baseline", "forecast", "target", "context", "structural", "period"];
  return h(
    "details",
    { class: "legend", open: window.matchMedia("(min-width: 60rem)").matches },
    h("summary", null, t("legend")),
    h("dl", null,
      h("dt", null, t("kinds")),
      h("dd", null, kinds.map((kind) => h("span", { class: `f k-${kind}` }, label("kind", kind)))),
      h("dt", null, t("roles")),
      h("dd", null, roles.map((role) => h("span", { class: `f r-${role}` }, label("role", role)))),
      h("dt", null, t("no_figure")),
      h("dd", null, h("span", { class: "n" }, isChinese() ? "第一次" : "5G")),
    ),
  );
}
