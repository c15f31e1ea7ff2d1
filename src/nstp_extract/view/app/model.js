// A report as the page uses it: rows as objects, with what each of them leads to.

const OUTLINE_LEVELS = new Set(["part", "goal", "strategy", "measure", "section", "bullet"]);
const WORST_FIRST = ["fail", "blocked", "incomplete", "pass_rounded", "pass"];
const SENTENCE_END = /[。！？；\n]/;

const REPORTS = [...document.querySelectorAll("script[data-report]")];
const MODELS = new Map();

// Reports are read when they are asked for: a page may hold many.
function openReport(index) {
  if (!MODELS.has(index)) MODELS.set(index, buildModel(JSON.parse(REPORTS[index].textContent), index));
  return MODELS.get(index);
}

function reportId(index) {
  return REPORTS[index].dataset.report;
}

function toObjects(columns) {
  const names = Object.keys(columns);
  const count = names.length ? columns[names[0]].length : 0;
  return Array.from({ length: count }, (_, row) => {
    const object = { index: row };
    for (const name of names) object[name] = columns[name][row];
    return object;
  });
}

function buildModel(data, index) {
  const model = {
    index,
    report: data.report,
    sections: toObjects(data.sections),
    passages: toObjects(data.passages),
    figures: toObjects(data.figures),
    rejections: toObjects(data.rejections),
    pages: new Map(toObjects(data.pages).map((page) => [page.page, page])),
    pictures: data.pictures,
    checks: data.checks,
    verdicts: data.verdicts,
    changes: data.changes,
  };
  model.figureById = new Map(model.figures.map((figure) => [figure.figure_id, figure]));
  model.sectionById = new Map(model.sections.map((section) => [section.section_id, section]));
  linkSections(model);
  linkPassages(model);
  linkFigures(model);
  linkFindings(model, toObjects(data.relations));
  return model;
}

function linkSections(model) {
  for (const section of model.sections) {
    section.above = section.parent >= 0 ? model.sections[section.parent] : null;
    section.lineage = [...(section.above?.lineage ?? []), section];
    section.count = 0;
    section.name = sectionName(section);
  }
}

function sectionName(section) {
  const mark = section.number ? `${section.number} ` : "";
  return `${mark}${section.title ?? ""}`.trim();
}

function linkPassages(model) {
  for (const passage of model.passages) {
    const { marks } = passage;
    passage.marks = [];
    for (let at = 0; at < marks.length; at += 3) {
      const [start, end, what] = marks.slice(at, at + 3);
      passage.marks.push({ start, end, figure: what >= 0 ? model.figures[what] : null, rejection: what < 0 ? model.rejections[-1 - what] : null });
      const thing = what >= 0 ? model.figures[what] : model.rejections[-1 - what];
      if (!thing.passage) Object.assign(thing, { passage, from: start, to: end });
      if (what < 0) thing.text ??= passage.text.slice(start, end);
    }
    if (passage.opens >= 0) model.sections[passage.opens].passage = passage;
  }
}

function linkFigures(model) {
  for (const figure of model.figures) {
    figure.place = figure.section >= 0 ? model.sections[figure.section] : null;
    for (const section of figure.place?.lineage ?? []) {
      section.count += 1;
      if (["goal", "strategy", "measure"].includes(section.level)) figure[section.level] = section.name;
    }
    figure.years = yearsOf(figure);
    figure.year = figure.period_end ? Number(figure.period_end.slice(0, 4)) : null;
    [figure.before, figure.after] = contextOf(figure);
    figure.links = [];
    figure.checks = [];
    figure.haystack = [figure.text, figure.value, figure.indicator, figure.agency, figure.figure_id, figure.before, figure.passage?.text.slice(figure.from, figure.to), figure.after].join("\n").toLowerCase();
  }
}

function linkFindings(model, relations) {
  for (const { type, from_id, to_id } of relations) {
    const [from, to] = [model.figureById.get(from_id), model.figureById.get(to_id)];
    if (!from || !to) continue;
    from.links.push({ type, figure: to });
    to.links.push({ type: `to_${type}`, figure: from });
  }
  for (const check of model.checks) {
    check.figures = (check.figure_ids ?? []).map((id) => model.figureById.get(id)).filter(Boolean);
    for (const figure of check.figures) figure.checks.push(check);
  }
  for (const figure of model.figures) {
    const results = new Set(figure.checks.map((check) => check.result));
    figure.result = WORST_FIRST.find((result) => results.has(result)) ?? "none";
  }
  for (const verdict of model.verdicts) verdict.figures = (verdict.figure_ids ?? []).map((id) => model.figureById.get(id)).filter(Boolean);
  for (const change of model.changes) change.figures = [model.figureById.get(change.figure_id)].filter(Boolean);
}

function yearsOf(figure) {
  const [start, end] = [figure.period_start, figure.period_end].map((day) => (day ? Number(day.slice(0, 4)) : null));
  const [from, to] = [start ?? end, end ?? start];
  if (from === null) return [];
  const years = [];
  for (let year = from; year <= to && years.length < 50; year += 1) years.push(year);
  return years;
}

// What stands before and behind a figure in its sentence.
function contextOf(figure) {
  if (!figure.passage) return ["", ""];
  const before = figure.passage.text.slice(0, figure.from).split(SENTENCE_END).at(-1);
  const after = figure.passage.text.slice(figure.to).split(SENTENCE_END, 1)[0];
  return [before.trimStart(), after.trimEnd()];
}
