// The outline at the left: headings with the number of figures below each.

function renderOutline(model) {
  const shown = model.sections.filter((section) => section.title && OUTLINE_LEVELS.has(section.level));
  const known = new Set(shown);
  const children = new Map();
  for (const section of shown) {
    const above = section.lineage.slice(0, -1).findLast((each) => known.has(each)) ?? null;
    children.set(above, [...(children.get(above) ?? []), section]);
  }
  return h("nav", { class: "outline", "aria-label": t("outline") }, h("h2", null, t("outline")), outlineList(children, null, 0));
}

function outlineList(children, above, depth) {
  const sections = children.get(above);
  if (!sections) return null;
  return h("ul", null, sections.map((section) => outlineItem(children, section, depth)));
}

function outlineItem(children, section, depth) {
  const link = h("a", { href: linkTo(section.section_id), "data-s": section.index, lang: LANGUAGES.zh }, h("span", null, section.name), section.count ? h("small", null, String(section.count)) : null);
  if (!children.has(section)) return h("li", null, link);
  const below = outlineList(children, section, depth + 1);
  return h("li", null, h("details", { open: depth < 1 }, h("summary", null, link), below));
}

let following = new AbortController();

// Marks in the outline where the reader is.
function followHeadings(article, outline) {
  following.abort();
  following = new AbortController();
  const links = new Map([...outline.querySelectorAll("a")].map((link) => [link.dataset.s, link]));
  const headings = [...article.querySelectorAll(".heading")].filter((heading) => links.has(heading.dataset.s));
  let waiting = false;
  const update = () => {
    waiting = false;
    if (!article.isConnected || article.closest("[hidden]")) return;
    const here = headings.findLast((heading) => heading.getBoundingClientRect().top < 160);
    for (const link of links.values()) link.removeAttribute("aria-current");
    const link = here && links.get(here.dataset.s);
    if (!link) return;
    link.setAttribute("aria-current", "true");
    for (let box = link.parentElement.closest("li").parentElement.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    keepInView(outline, link);
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(update);
    waiting = true;
  }, { passive: true, signal: following.signal });
}

function keepInView(box, element) {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
}
