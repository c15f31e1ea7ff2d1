"""From lines to passages: what is furniture, a note, a caption or a table, and which lines join.

Lines join by reference: a passage is a list of spans, the text is not touched. What a heading
ranks is not decided here, only that a line opens with a number style and so begins anew.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.read.furniture import find_furniture
from nstp_extract.read.joined import Line, build_passages
from nstp_extract.read.phrases import ENDS, is_title
from nstp_extract.read.printed import Opening, fills_cell, goes_on

_LINE: Final = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_BLANK: Final = " \t\u00a0\u3000\ufeff"
_PAGES: Final = r"\s*(?:[0-9]{1,4}(?:\s*[-－–~～]\s*[0-9]{1,4})?)?\s*$"
_LEADERS: Final = re.compile(rf"[.．…·‧]{{4,}}{_PAGES}|…{{2,}}{_PAGES}")
_NOTE: Final = re.compile(
    r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*\S|\[[0-9]{1,2}\]\s*\S|註\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]"
)
_TABLE_ROW: Final = re.compile(r"\S[ ]*\t[ \t]*\S|^\|.+\|$")
_COLUMN: Final = re.compile(r"(?<!\S)(?:-|[0-9][0-9,]*(?:\.[0-9]+)?%?)(?!\S)")
_MIN_COLUMNS: Final = 3
_CONTINUES: Final = re.compile(r"[，、。；：）)」』》〉％%！？]")
_CONJUNCTION: Final = re.compile(r"[與及和或之的](?!此同時)")
_INNER_STOP: Final = re.compile(r"[，。；！？]")
_TITLE_STOP: Final = re.compile(r"[。；！？]")
_MAX_PLAIN_TITLE: Final = 30
_FULL_LINE: Final = 0.8
_MIN_WRAPPED: Final = 8
_MAX_WRAPPED: Final = 240
_MIN_FULL_SHARE: Final = 0.35
_MAX_LABEL: Final = 24
_CELL_NUMBER: Final = re.compile(r"[-+△▽▼(]*[0-9][0-9,]*(?:\.[0-9]+)?[)%]*|-")
_NUMBER_LAST: Final = re.compile(r"[0-9][ ]?[十百千萬億]?$")
_UNIT_FIRST: Final = re.compile(r"[十百千萬億兆元年月日%％餘多]")


def find_pages(text: str) -> tuple[int, ...]:
    """Return where each page begins, by form feeds; nothing for a text without them."""
    starts = [0, *(match.end() for match in re.finditer("\f", text))]
    if len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()
    return tuple(starts) if "\f" in text else ()


def find_passages(text: str, *, lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the passages of a plain text in reading order; together they hold every non-blank.

    A paragraph that a page end, a running head, a caption or a footnote breaks is one passage of
    several pieces; what broke it is a passage of its own, placed behind the one it stands in.
    """
    lines = list(find_lines(text, compile_patterns(lexicon)))
    return join_lines(text, lines, find_furniture(lines), width=_wrap_width(lines))


def join_lines(
    text: str, lines: Sequence[Line], furniture: frozenset[int], *, width: int | None = None
) -> tuple[Passage, ...]:
    """Return the passages that `lines` make; `furniture` are the lines that are no part of it.

    `width` is that at which the text breaks its lines, None if it is not wrapped or printed.
    """
    found: list[tuple[PassageKind, list[Line]]] = []
    open_body: list[Line] | None = None
    open_cells: dict[str, list[Line]] = {}
    for at, line in enumerate(lines):
        if at in furniture:
            found.append((PassageKind.FURNITURE, [line]))
        elif line.cell is not None:
            _add_to_cell(found, open_cells, line)
            open_body = None
        elif (goes_on := _last_of(found, line)) is not None:
            goes_on.append(line)
        elif line.kind is not PassageKind.BODY:
            found.append((line.kind, [line]))
            if line.kind is not PassageKind.NOTE and line.kind is not PassageKind.CAPTION:
                open_body = None
        elif open_body is not None and _joins(open_body, line, width):
            open_body.append(line)
        else:
            open_body = [line]
            found.append((PassageKind.BODY, open_body))
    return tuple(build_passages(text, found))


def _add_to_cell(
    found: list[tuple[PassageKind, list[Line]]], cells: dict[str, list[Line]], line: Line
) -> None:
    """Add a line to the paragraph that is open in its cell, be it pages before, or begin one."""
    cell = cells.get(str(line.cell))
    if cell is not None and _joins_cell(cell, line):
        cell.append(line)
        return
    cells[str(line.cell)] = [line]
    found.append((PassageKind.TABLE, cells[str(line.cell)]))


def _last_of(found: Sequence[tuple[PassageKind, list[Line]]], line: Line) -> list[Line] | None:
    """Return the note that a line goes on with, or the row whose last cell it does."""
    if line.goes_on and (note := _last_note(found)) is not None:
        return note
    if not found or found[-1][0] is not PassageKind.TABLE or found[-1][1][0].cell is not None:
        return None
    return found[-1][1] if _is_of_cell(found[-1][1], line) else None


def _is_of_cell(row: Sequence[Line], line: Line) -> bool:
    """Tell whether a printed line goes on with the last cell of the row above it."""
    places = [each.printed for each in row if each.printed is not None]
    if line.printed is None or not places or line.kind is not PassageKind.BODY:
        return False
    ended = bool(ENDS.search(row[-1].text))
    return fills_cell(places, line.printed, Opening(line.text, line.marked, ended))


def _last_note(found: Sequence[tuple[PassageKind, list[Line]]]) -> list[Line] | None:
    return next((lines for kind, lines in reversed(found) if kind is PassageKind.NOTE), None)


def find_lines(text: str, patterns: Patterns) -> Iterator[Line]:
    """Yield the lines that are not blank, each with what it is by itself."""
    yield from read_lines(text, (match.span() for match in _LINE.finditer(text)), patterns)


def read_lines(text: str, places: Iterable[tuple[int, int]], patterns: Patterns) -> Iterator[Line]:
    """Yield the lines at `places` that are not blank."""
    page, scanned, table = 0, 0, False
    for begin, end in places:
        page += text.count("\f", scanned, begin)
        scanned = begin
        whole = text[begin:end]
        inner = whole.strip(_BLANK)
        if not inner:
            continue
        start = begin + whole.index(inner)
        folded = fold(inner)
        marked = patterns.match_mark(folded) is not None
        tabbed = whole.endswith("\t") and "\t" not in inner
        kind = _classify(inner, folded, patterns, ends_in_tab=tabbed)
        if table and "\t" in whole and not _INNER_STOP.search(inner):
            kind = PassageKind.TABLE  # a row of which one cell alone is filled
        table = kind is PassageKind.TABLE
        indented = start > begin
        span = Span(start, start + len(inner))
        yield Line(span, inner, folded, page, kind, marked, indented, _width(inner))


def _is_number_row(line: str) -> bool:
    """Tell whether a line is mostly numbers in columns: a row of a table that lost its rules."""
    if _INNER_STOP.search(line):
        return False
    numbers = len(_COLUMN.findall(line))
    return numbers >= _MIN_COLUMNS and 2 * numbers >= len(line.split())


def _width(text: str) -> int:
    """Return how many columns a line takes: two for a Han character, one for a Latin one."""
    return sum(1 if char.isascii() else 2 for char in text)


def _classify(line: str, folded: str, patterns: Patterns, *, ends_in_tab: bool) -> PassageKind:
    if _LEADERS.search(line) or ends_in_tab:
        return PassageKind.CONTENTS
    if _NOTE.match(line):
        return PassageKind.NOTE
    if _TABLE_ROW.search(line) or _is_number_row(folded):
        return PassageKind.TABLE
    if patterns.caption.match(folded) and not _TITLE_STOP.search(line):
        return PassageKind.CAPTION
    return PassageKind.BODY


def _joins(body: Sequence[Line], line: Line, width: int | None) -> bool:
    """Tell whether `line` goes on with the paragraph whose lines so far are `body`."""
    last = body[-1]
    if line.printed is not None:
        places = [each.printed for each in body if each.printed is not None]
        ended = bool(ENDS.search(last.text))
        return goes_on(places, line.printed, Opening(line.text, line.marked, ended))
    numeral_broken = _NUMBER_LAST.search(last.folded) and _UNIT_FIRST.match(line.folded)
    if numeral_broken or _CONTINUES.match(line.text):
        return True
    if line.marked:
        return False
    ended = bool(ENDS.search(last.text))
    if width is not None:
        full = last.width >= width * _FULL_LINE
        return full and not (ended and line.indented)
    linked = _CONJUNCTION.match(line.text) and len(last.text) > _MAX_PLAIN_TITLE
    return not ended and (bool(linked) or len(body) > 1 or not is_title(last))


def _joins_cell(cell: Sequence[Line], line: Line) -> bool:
    """Tell whether a line goes on with the paragraph above it in its cell.

    The lines of a few words are one heading or label; numbers stand each for themselves.
    """
    if any(_CELL_NUMBER.fullmatch(each.folded) for each in (cell[-1], line)):
        return False
    short = sum(len(each.text) for each in (*cell, line)) <= _MAX_LABEL
    if short and not line.marked and not ENDS.search(cell[-1].text):
        return True
    return _joins(cell, line, None)


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which a hard-wrapped text breaks its lines; None if it is not wrapped."""
    widths = sorted(line.width for line in lines if line.kind is PassageKind.BODY)
    if len(widths) < _MIN_WRAPPED or widths[-1] > _MAX_WRAPPED:
        return None
    width = widths[int(len(widths) * 0.9)]
    full = sum(each >= width * _FULL_LINE for each in widths)
    return width if full >= len(widths) * _MIN_FULL_SHARE else None
