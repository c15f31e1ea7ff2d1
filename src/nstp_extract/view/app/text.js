// The report's text: built once a report and language, in chunks that a browser lays out when seen.

const CHUNK = 24;
const HEADING_OF = { part: "h2", goal: "h3", strategy: "h4", measure: "h5", section: "h4" };

function renderText(model) {
  const article = h("article", { class: "report-text", lang: LANGUAGES.zh });
  let chunk = null;
  let page = null;
  for (const group of groupTables(model.passages)) {
    const [first] = group;
    const heading = first.opens >= 0 ? model.sections[first.opens] : null;
    const isMajor = heading && ["part", "goal", "strategy"].includes(heading.level);
    if (!chunk || isMajor || chunk.childElementCount >= CHUNK) {
      chunk = h("div", { class: "chunk" });
      article.append(chunk);
    }
    if (first.page && first.page !== page) {
      page = first.page;
      chunk.append(pageMark(model, page));
    }
    chunk.append(group.length > 1 || first.cell ? tableElement(group) : passageElement(first, heading));
  }
  for (const section of model.sections) section.passage ??= model.figures.find((figure) => figure.place === section)?.passage;
  return article;
}

function* groupTables(passages) {
  let group = [];
  for (const passage of passages) {
    const isSame = group.length && passage.kind === "table" && group[0].kind === "table" && tableOf(passage) === tableOf(group[0]);
    if (group.length && !isSame) {
      yield group;
      group = [];
    }
    group.push(passage);
  }
  if (group.length) yield group;
}

function tableOf(passage) {
  return passage.cell ? /^T(\d+)/.exec(passage.cell)?.[1] : null;
}

// A table whose grid is known is one; else its cells stand in a row as they were read.
function tableElement(group) {
  const rows = new Map();
  for (const passage of group) {
    const [, row, column] = /R(\d+)C(\d+)/.exec(passage.cell ?? "") ?? [null, 0, 0];
    if (!rows.has(row)) rows.set(row, new Map());
    const cells = rows.get(row);
    if (!passage.cell) cells.set(cells.size, [passage]);
    else cells.set(column, [...(cells.get(column) ?? []), passage]);
  }
  if (!group[0].cell) {
    return h("div", { class: "cells" }, group.map((passage) => h("span", { class: "cell", id: `p${passage.index}` }, markedText(passage))));
  }
  const body = [...rows.values()].map((cells) => h("tr", null, [...cells.values()].map((cell) => h("td", null, cell.map((passage) => h("p", { id: `p${passage.index}` }, markedText(passage)))))));
  return h("div", { class: "grid" }, h("table", null, h("tbody", null, body)));
}

function passageElement(passage, heading) {
  const id = `p${passage.index}`;
  if (heading) {
    const tag = HEADING_OF[heading.level] ?? "h6";
    return h(tag, { id, class: `heading l-${heading.level}`, "data-s": heading.index }, markedText(passage));
  }
  return h("p", { id, class: passage.kind }, markedText(passage));
}

function pageMark(model, page) {
  const known = model.pages.get(page);
  const doubt = known && known.grade !== "good" ? `${label("grade", known.grade)}${known.reason ? `：${label("page_reason", known.reason)}` : ""}` : null;
  return h("div", { class: "page-mark", lang: LANGUAGES[state.language] }, h("span", null, pageText(page)), doubt && h("span", { class: "doubt" }, doubt));
}

// Chunks that were not laid out yet have a guessed height, so the place is looked for twice.
function scrollToElement(element) {
  if (!element) return;
  // On a narrow screen the card covers the lower half.
  const block = matchMedia("(max-width: 60rem)").matches ? "start" : "center";
  const go = () => element.scrollIntoView({ block, behavior: "instant" });
  go();
  requestAnimationFrame(() => requestAnimationFrame(go));
}

function showMarks(article) {
  for (const mark of article.querySelectorAll(".is-here, .is-lit")) mark.classList.remove("is-here", "is-lit");
  const lit = new Set(state.lit.map((figure) => figure.index));
  article.classList.toggle("has-lit", lit.size > 0);
  if (!lit.size && !state.selected) return;
  for (const mark of article.querySelectorAll("a.f")) {
    const index = Number(mark.dataset.f);
    if (lit.has(index)) mark.classList.add("is-lit");
    if (state.selected?.figure_id && state.selected.index === index) mark.classList.add("is-here");
  }
}
