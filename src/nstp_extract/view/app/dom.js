// Elements and words. Text of a report enters the page here as text nodes, and nowhere as markup.

const LABELS = readJson("labels");
const RULES = readJson("rules");
const LANGUAGES = { zh: "zh-Hant-TW", en: "en" };

const state = { language: "zh", model: null, view: "overview", selected: null, lit: [], query: null };

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// h("a", {href: "#x", onclick: f}, "text", node, [more], null)
function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// The word for a code, or the code itself: a newer table may hold one that this page does not know.
function label(group, code) {
  const entry = LABELS[group]?.[code];
  return entry ? entry[state.language] : String(code ?? "");
}

function t(key, ...values) {
  return label("ui", key).replace(/\{(\d)\}/g, (_, at) => values[Number(at)] ?? "");
}

function clear(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return element;
}

function isChinese() {
  return state.language === "zh";
}

// A button that says for a moment that it has done it.
function confirmOn(button, words) {
  const before = button.textContent;
  button.textContent = words;
  announce(words);
  setTimeout(() => (button.textContent = before), 1600);
}

function announce(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

// Without a secure context (some browsers on file:) there is no clipboard but the old way.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { readonly: true, class: "off-screen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
