"""From the pages of a PDF to a document: furniture and notes by their place, paragraphs joined.

Running heads and page numbers are found by what recurs from page to page at the same height, not by
a list of them. How lines join is in ``layout`` and ``printed``.
"""

import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from nstp_extract.core.document import Document, Passage
from nstp_extract.core.vocabulary import Engine, PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import compile_patterns
from nstp_extract.read.joined import Line
from nstp_extract.read.layout import join_lines, read_lines
from nstp_extract.read.lines import PageLine
from nstp_extract.read.pages import ReadPage
from nstp_extract.read.printed import Printed
from nstp_extract.read.spread import SlottedLine, spread_tables
from nstp_extract.read.titles import mark_titles, weigh_type

_BREAK: Final = "\n\f"
_NUMBERS: Final = re.compile(r"[0-9]+")
_PAGE_NUMBER: Final = re.compile(r"\W*(?:第\s*)?([0-9]{1,4})(?:\s*頁)?\W*")
_ROMAN: Final = re.compile(r"\W*[ivxlcⅰ-ⅻIVXLC]{1,6}\W*")
_NOTE_MARK: Final = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[?[0-9]{1,3}\]?[\s.、]*(?=[^0-9.,%％\s])|註")
_EDGE_LINES: Final = 3
_MIN_PAGES: Final = 3
_SAME_HEIGHT: Final = 6.0
_SMALLER: Final = 0.92
_NEAR: Final = 1.5
_FEW: Final = 3
_MAX_HEAD: Final = 60
_TABLES: Final = 1000
_PADDING: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of the document and where it stands on its page."""

    index: int
    line: Line
    place: PageLine


def compose_document(
    pages: Sequence[ReadPage], *, name: str, sha256: str, lexicon: Lexicon
) -> Document:
    """Return the document that the pages of a PDF make."""
    text = _BREAK.join(page.text for page in pages)
    edges = array("i")
    doubts: list[int] = []
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        edges.extend(page.boxes)
        doubts.extend(at + doubt for doubt in page.doubts)
        edges.extend([0] * (4 * len(_BREAK)))
        at += len(page.text) + len(_BREAK)
    return Document(
        name=name,
        text=text,
        passages=_find_passages(text, pages, starts, lexicon=lexicon),
        engine=Engine.PDF,
        page_starts=tuple(starts),
        sha256=sha256,
        pages=tuple(page.page for page in pages),
        edges=edges[: 4 * len(text)],
        doubts=tuple(doubts),
    )


def _find_passages(
    text: str, pages: Sequence[ReadPage], starts: Sequence[int], *, lexicon: Lexicon
) -> tuple[Passage, ...]:
    places = (
        (start + line.start, start + line.end)
        for page, start in zip(pages, starts, strict=True)
        for line in page.lines
    )
    patterns = compile_patterns(lexicon)
    lines = list(read_lines(text, places, patterns))
    placed = list(_place_lines(lines, pages, starts))
    body_size = _body_size([each for each in placed if each.place.slot is None] or placed)
    furniture = _find_furniture(placed, len(pages))
    spread = spread_tables(
        [SlottedLine(e.index, e.line, e.place.slot) for e in placed if e.index not in furniture]
    )
    furniture |= spread.repeated
    notes = _find_notes(placed, furniture, body_size)
    margins = _find_margins([each for each in placed if each.index not in furniture])
    printed = [
        replace(
            each.line,
            printed=replace(
                _measure(each, margins),
                weight=weigh_type(each.place.size, bold=each.place.bold, body=body_size),
            ),
            kind=notes.get(each.index, (each.line.kind, False))[0],
            goes_on=notes.get(each.index, (each.line.kind, False))[1],
            cell=spread.cells.get(each.index),
        )
        for each in placed
    ]
    found = join_lines(text, _look_below(printed, furniture), furniture)
    return mark_titles(found, patterns)


def _look_below(lines: Sequence[Line], furniture: frozenset[int]) -> list[Line]:
    """Return the lines, each knowing where the one below it begins."""
    found = list(lines)
    body = [
        at for at, line in enumerate(lines) if at not in furniture and line.kind is PassageKind.BODY
    ]
    for above, below in pairwise(body):
        one, other = found[above].printed, found[below].printed
        if one and other and one.place == other.place and not found[below].marked:
            found[above] = replace(found[above], printed=replace(one, below=other.inset))
    return found


def _place_lines(
    lines: Sequence[Line], pages: Sequence[ReadPage], starts: Sequence[int]
) -> Iterator[_Placed]:
    """Yield each line with its place; pages without text have no lines."""
    firsts = [[line.start for line in page.lines] for page in pages]
    for index, line in enumerate(lines):
        page = bisect_right(starts, line.span.start) - 1
        at = bisect_right(firsts[page], line.span.start - starts[page]) - 1
        place = pages[page].lines[at]
        kind = line.kind if place.slot is None else PassageKind.TABLE
        yield _Placed(index, replace(line, page=page, kind=kind), place)


def _body_size(placed: Sequence[_Placed]) -> float:
    """Return the size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for each in placed:
        sizes[round(each.place.size * 2) / 2] += len(each.line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _find_furniture(placed: Sequence[_Placed], pages: int) -> frozenset[int]:
    """Return the lines at the edges of pages that recur at one height, and the page numbers."""
    enough = max(2, min(_MIN_PAGES, pages))
    edges = list(_page_edges(placed))
    heads: defaultdict[str, list[_Placed]] = defaultdict(list)
    numbers: defaultdict[int, list[_Placed]] = defaultdict(list)
    for each in edges:
        number = _PAGE_NUMBER.fullmatch(each.line.folded)
        if number:
            numbers[int(number[1]) - each.line.page].append(each)
        elif len(each.line.text) <= _MAX_HEAD:
            heads[_mask(each.line.folded)].append(each)
    found = {each.index for group in heads.values() for each in _recurring(group, enough)}
    found |= {
        each.index for group in numbers.values() for each in group if _pages_of(group) >= enough
    }
    return frozenset(found)


def _mask(folded: str) -> str:
    """Return what stays the same of a running head from page to page."""
    if _ROMAN.fullmatch(folded):
        return "i"
    return _NUMBERS.sub("#", "".join(folded.split()))


def _recurring(group: Sequence[_Placed], enough: int) -> Iterator[_Placed]:
    """Yield the lines of one text that stand at a height at which enough pages have it."""
    for each in group:
        level = [o for o in group if abs(o.place.top - each.place.top) < _SAME_HEIGHT]
        if _pages_of(level) >= enough:
            yield each


def _pages_of(group: Sequence[_Placed]) -> int:
    return len({each.line.page for each in group})


def _page_edges(placed: Sequence[_Placed]) -> Iterator[_Placed]:
    """Yield the topmost and the lowest lines of each page."""
    for page in _by_page([each for each in placed if each.place.slot is None]).values():
        ordered = sorted(page, key=lambda each: each.place.top)
        yield from ordered[:_EDGE_LINES]
        yield from ordered[max(_EDGE_LINES, len(ordered) - _EDGE_LINES) :]


def _by_page(placed: Sequence[_Placed]) -> Mapping[int, list[_Placed]]:
    pages: defaultdict[int, list[_Placed]] = defaultdict(list)
    for each in placed:
        pages[each.line.page].append(each)
    return pages


def _find_notes(
    placed: Sequence[_Placed], furniture: frozenset[int], body_size: float
) -> dict[int, tuple[PassageKind, bool]]:
    """Return the lines of notes: small ones below the body, the first of which has a mark.

    Each with its kind, and whether it goes on with the note before it: over the page, too.
    """
    found: dict[int, tuple[PassageKind, bool]] = {}
    before = False
    for page in _by_page(placed).values():
        block: list[_Placed] = []
        for each in reversed([each for each in page if each.index not in furniture]):
            if each.place.size > body_size * _SMALLER or each.line.kind is PassageKind.TABLE:
                break
            block.insert(0, each)
        if len(block) == len(page) or not block:
            before = False
            continue
        opened = next((at for at, e in enumerate(block) if _NOTE_MARK.match(e.line.text)), None)
        first = 0 if before else opened
        before = opened is not None
        for each in block[first:] if first is not None else ():
            found[each.index] = PassageKind.NOTE, not _NOTE_MARK.match(each.line.text)
    return found


def _column_of(each: _Placed) -> tuple[int, int]:
    """Return page and column of a line; the columns of tables are counted apart."""
    slot = each.place.slot
    column = each.place.column if slot is None else _TABLES * slot.table + slot.column
    return each.line.page, column


def _find_margins(placed: Sequence[_Placed]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return left and right edge of each page's columns, None of them moved by a lone line."""
    groups: defaultdict[tuple[int, int], list[_Placed]] = defaultdict(list)
    for each in placed:
        groups[_column_of(each)].append(each)
    usual: dict[int, float] = {}
    for column in {column for _, column in groups if column < _TABLES}:
        rights = [e.place.u1 for key, group in groups.items() if key[1] == column for e in group]
        usual[column] = _supported(rights, placed[0].place.size, highest=True)
    margins = {}
    for key, group in groups.items():
        size = group[0].place.size
        if (slot := group[0].place.slot) is not None:
            right = max(slot.right - size * _PADDING, *(e.place.u1 for e in group))
            margins[key] = min(e.place.u0 for e in group), right
            continue
        left = _supported([e.place.u0 for e in group], size, highest=False)
        right = _supported([e.place.u1 for e in group], size, highest=True)
        margins[key] = left, right if len(group) > _FEW else max(right, usual[key[1]])
    return margins


def _supported(edges: Sequence[float], size: float, *, highest: bool) -> float:
    """Return the outermost edge that a few lines share; the outermost one if none is shared."""
    ordered = sorted(edges, reverse=highest)
    for at, edge in enumerate(ordered):
        near = ordered[at : at + _FEW]
        if len(near) == _FEW and abs(near[-1] - edge) < size * _NEAR:
            return edge
    return ordered[0]


def _measure(each: _Placed, margins: Mapping[tuple[int, int], tuple[float, float]]) -> Printed:
    place = each.place
    key = _column_of(each)
    left, right = margins.get(key, (place.u0, place.u1))
    return Printed(
        place.u0 - left, right - place.u1, place.size or 1.0, place.top, key, cell=place.cell - left
    )
