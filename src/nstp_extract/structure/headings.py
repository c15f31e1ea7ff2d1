"""Headings: which passages open a section, how deep it lies, and what it is to the plan.

Depth comes from the order in which number styles nest; whether a numbered heading is a strategy or
a measure comes from the report's own words (目標一共分為四項策略, …) or its sidecar, else it is a
plain section.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.core.document import Document, Passage, merge_pieces
from nstp_extract.core.figure import Section, SectionIndex
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Mention, Span, join_surface
from nstp_extract.core.vocabulary import Level, PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import MarkMatch, Patterns, compile_patterns
from nstp_extract.structure.grids import Grid, find_grids, find_plans
from nstp_extract.structure.nesting import BULLET, ROW, TITLE, Node, Stack
from nstp_extract.structure.plan import find_plan_rows, link_sections

_MAX_LINE_TITLE: Final = 60
_MAX_LEAD_TITLE: Final = 30
_STOP: Final = re.compile(r"[。；！？]")
_LEAD: Final = re.compile(r"([^，。、；：:？！]{1,30})[：:](?!//)")
_PLAN_WORDS: Final = ((Level.STRATEGY, "策略"), (Level.MEASURE, "措施"))
_NUMBERED: Final = "[0-9一二三四五六七八九十]+"
_RANK: Final = "rank"
_LEVEL_BY_STYLE: Final = {
    "arabic": Level.ITEM,
    "arabic_paren": Level.SUBITEM,
    "circled": Level.SUBITEM,
    "latin": Level.SUBITEM,
    BULLET: Level.BULLET,
}


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document in text order, and which passage each one opens with.

    `marks` gives, by passage index, the range of the passage's text that is number or mark; `grids`
    are the document's tables. A row of a table of sentences is a section under its label.
    """

    sections: tuple[Section, ...]
    marks: dict[int, tuple[int, int]]
    index: SectionIndex
    grids: Mapping[int, Grid]


def find_outline(
    document: Document, *, lexicon: Lexicon, headings: Sequence[tuple[str, str]] = ()
) -> Outline:
    """Return the outline of a document.

    `headings` pairs a level with an example of its number style (``("strategy", "一、")``), as the
    sidecar's ``[headings]`` gives them; a style named there needs no inference.
    """
    patterns = compile_patterns(lexicon)
    ranks = {style.key: rank for rank, style in enumerate(lexicon.headings)}
    declared = _declared_levels(headings, patterns)
    nodes: list[Node] = []
    marks: dict[int, tuple[int, int]] = {}
    stack = Stack(ranks)
    grids = find_grids(document, lexicon=lexicon)
    plans = find_plans(grids)
    for index, passage in enumerate(document.passages):
        if passage.cell is not None:
            if (plan := plans.get(passage.start)) is not None:
                nodes.append(stack.push(_row_node(*plan)))
            continue
        stack.leave_rows(passage)
        mark = _opening_mark(passage, patterns)
        if mark is None:
            if passage.kind is PassageKind.BODY and stack.open:
                stack.open[-1].lead.append(passage.text)
            continue
        marks[index] = (mark.start, mark.end)
        node = _build_node(passage, mark, stack, declared)
        if node is not None:
            nodes.append(node)
    return _finish(document, nodes, marks, lexicon=lexicon, grids=grids)


def _row_node(label: Passage, end: int) -> Node:
    """Return the node of a table's row: its label is the heading, without a number of its own."""
    mark = MarkMatch(None, "", 0, 0, bold=False)
    title = " ".join(label.text.split())
    return Node(label, mark, ROW, title, len(label.text), 0, None, Level.TABLE, until=end)


def _opening_mark(passage: Passage, patterns: Patterns) -> MarkMatch | None:
    if passage.kind is not PassageKind.BODY:
        return None
    mark = patterns.match_mark(fold(passage.text[:60]))
    if mark is None and (passage.heading or passage.titled):
        return MarkMatch(None, "", 0, 0, bold=False)
    return mark


def _build_node(
    passage: Passage, mark: MarkMatch, stack: Stack, declared: dict[str, Level]
) -> Node | None:
    """Return the node that a passage opens, put into the stack; None for a bullet that is prose."""
    title, heading_end = _find_title(passage, mark)
    style = mark.style.key if mark.style else BULLET
    if passage.heading and style == BULLET:
        style = f"{_RANK}{passage.heading}"
    elif passage.titled:
        style = TITLE
    bullet = style == BULLET
    if bullet and title is None:
        return None
    level = declared.get(style)
    if level is None and mark.style is not None and mark.style.level:
        level = Level(mark.style.level)
    rank = passage.heading
    node = Node(passage, mark, style, title, heading_end, 0, None, level, rank=rank)
    stack.push(node)
    return node


def _find_title(passage: Passage, mark: MarkMatch) -> tuple[str | None, int]:
    """Return the title behind a mark and where the heading ends in the passage's text.

    What its format calls a heading is all title, and so is a short passage without a stop; else
    what leads up to the first colon is one if it is a phrase; else the mark opens a paragraph and
    has no title.
    """
    rest = passage.text[mark.end :]
    if (passage.heading or passage.titled) and rest.strip():
        return rest.strip(), mark.end + len(rest.rstrip())
    plain = rest.rstrip().removesuffix("**").rstrip()
    if plain and len(plain) <= _MAX_LINE_TITLE and not _STOP.search(plain):
        bare = plain.rstrip("：:")
        sentence = bare != plain and "，" in bare
        if not sentence and not re.search("[：:]", bare):
            end = mark.end + len(bare)
            return bare.strip().strip("*").strip(), end
    lead = _LEAD.match(rest)
    if lead:
        return lead[1].strip().strip("*"), mark.end + lead.end(1)
    return None, mark.end


def _declared_levels(headings: Sequence[tuple[str, str]], patterns: Patterns) -> dict[str, Level]:
    declared = {}
    for level, example in headings:
        mark = patterns.match_mark(fold(example if example[-1:] in "、.)：" else example + "、"))
        if mark is None or mark.style is None:
            mark = patterns.match_mark(fold(example))
        if mark is not None and mark.style is not None:
            declared[mark.style.key] = Level(level)
    return declared


def _finish(
    document: Document,
    nodes: list[Node],
    marks: dict[int, tuple[int, int]],
    *,
    lexicon: Lexicon,
    grids: Mapping[int, Grid],
) -> Outline:
    """Give every node its level, its span and its parent as a section."""
    ends = _node_ends(nodes, len(document.text))
    built: dict[int, Section] = {}
    sections = []
    for at, (node, end) in enumerate(zip(nodes, ends, strict=True)):
        parent = built[id(node.parent)] if node.parent else None
        level = node.level or _infer_level(node, parent, lexicon.pattern("counted_parts"))
        node.level = level
        pieces = merge_pieces(document.text, node.passage.place(node.mark.start, node.heading_end))
        surface = join_surface(document.text, pieces).replace("**", "")
        heading = Mention(pieces[0], pieces, surface)
        section = Section(
            section_id=f"s{at + 1:04d}",
            level=level,
            number=node.mark.number,
            title=node.title,
            heading=heading,
            span=Span(pieces[0].start, end),
            parent=parent,
        )
        built[id(node)] = section
        sections.append(section)
    linked = link_sections(sections, find_plan_rows(document, lexicon=lexicon))
    return Outline(linked, marks, SectionIndex(linked), grids)


def _node_ends(nodes: list[Node], length: int) -> list[int]:
    """Return where each node's section ends: at the next heading that does not lie in it."""
    ends = [length] * len(nodes)
    open_at: list[int] = []
    for at, node in enumerate(nodes):
        start = node.passage.offset(node.mark.start)
        while open_at and nodes[open_at[-1]].depth >= node.depth:
            ends[open_at.pop()] = start
        open_at.append(at)
    return [
        end if node.until is None else min(end, node.until)
        for node, end in zip(nodes, ends, strict=True)
    ]


def _infer_level(node: Node, parent: Section | None, counting: str) -> Level:
    """Return the level that the report's own words give a numbered heading, else its style's."""
    for level, word in _PLAN_WORDS:
        above = {Level.STRATEGY: Level.GOAL, Level.MEASURE: Level.STRATEGY}[level]
        if parent is None or parent.level is not above or node.style not in ("han", "han_paren"):
            continue
        if any(_announces(lead, word, counting) for lead in _leads_above(node)):
            return level
    return _LEVEL_BY_STYLE.get(node.style, Level.SECTION)


def _leads_above(node: Node) -> Iterator[str]:
    """Yield the lead paragraphs of every heading above, nearest first."""
    above = node.parent
    while above is not None:
        yield from above.lead
        above = above.parent


def _announces(lead: str, word: str, counting: str) -> bool:
    """Tell whether a lead paragraph says that 策略 or 措施 follow as its parts.

    >>> _announces("目標一共分為四項策略，策略一為「…」", "策略", "[一二三四]項")
    True
    >>> _announces("配合策略推動", "策略", "[一二三四]項")
    False
    """
    folded = fold(lead)
    counted = re.search(f"{counting}{word}", folded)
    listed = re.search(rf"{word}{_NUMBERED}[ ]?[為、:：是]|項下之?(?:重要)?{word}", folded)
    return bool(counted or listed)
