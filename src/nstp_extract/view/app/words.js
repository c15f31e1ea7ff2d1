// How values, periods and places are written. Numbers are exact text and stay so.

function groupDigits(text) {
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text) ?? [null, "", text, ""];
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}

// An amount below a million dollars is read more easily as it is.
const LEAST_YI = 0.01;

function numberOf(figure) {
  if (isYi(figure)) return stated(figure.yi, figure.yi_low, figure.yi_high);
  return stated(figure.value, figure.low, figure.high);
}

function stated(value, low, high) {
  if (value !== null) return groupDigits(value);
  if (low !== null && high !== null) return `${groupDigits(low)}–${groupDigits(high)}`;
  if (low !== null) return `≥ ${groupDigits(low)}`;
  return high === null ? "" : `≤ ${groupDigits(high)}`;
}

function isYi(figure) {
  const yi = figure.yi ?? figure.yi_high ?? figure.yi_low;
  return yi !== null && Number(yi) >= LEAST_YI;
}

function unitOf(figure) {
  if (isYi(figure)) return isChinese() ? "億元" : "× TWD 100m";
  if (figure.currency === "TWD") return isChinese() ? "元" : "TWD";
  return figure.unit ?? "";
}

function valueText(figure) {
  if (figure.kind === "date") return periodText(figure) || figure.text;
  const bound = label("bound", figure.bound);
  const unit = unitOf(figure);
  const gap = /^[A-Za-z×]/.test(unit) ? " " : "";
  const space = bound && !isChinese() ? " " : "";
  return `${bound}${space}${numberOf(figure)}${gap}${unit}`;
}

// To sort by; what is shown is the exact text.
function sortValue(figure) {
  const number = figure.value ?? figure.low ?? figure.high;
  return number === null ? Number.NEGATIVE_INFINITY : Number(number);
}

function periodText({ period_start: start, period_end: end }) {
  if (!start && !end) return "";
  if (!start) return `– ${end}`;
  if (!end) return `${start} –`;
  if (start === end) return start;
  const [from, to] = [start.slice(0, 4), end.slice(0, 4)];
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) return from === to ? from : `${from}–${to}`;
  return `${start} – ${end}`;
}


function yearText(year) {
  return t("roc_year", year, year - 1911);
}

function pageText(page) {
  return page ? t("page_no", page) : "";
}

function figureHint(figure) {
  return [label("kind", figure.kind), label("role", figure.role), valueText(figure), figure.indicator].filter(Boolean).join(" · ");
}

function rejectionHint(rejection) {
  return `${t("no_figure")}：${label("reason", rejection.reason)}`;
}

function ruleText(rule) {
  return RULES[rule]?.[state.language] ?? "";
}

function linkTo(id, index = state.model.index) {
  return REPORTS.length > 1 ? `#${encodeURIComponent(reportId(index))}/${id}` : `#${id}`;
}
