"""From lines to passages: what is furniture, a note, a caption or a table, and which lines join.

Lines join by reference: a passage is a list of spans, the text is not touched. What a heading
ranks is not decided here, only that a line opens with a number style and so begins anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.read.joined import Line, build_passages
from nstp_extract.read.printed import Opening, fills_cell, goes_on

_LINE: Final = re.compile(r"[^\r\n\f\v\u2028\u2029]+")
_BLANK: Final = " \t\u00a0\u3000\ufeff"
_LEADERS: Final = re.compile(r"[.．…·‧]{4,}\s*[0-9]{0,4}\s*$|…{2,}\s*[0-9]{0,4}\s*$")
_PAGE_NUMBER: Final = re.compile(r"[-–—~\s]*(?:第\s*)?([0-9]{1,4})(?:\s*頁)?[-–—~\s]*$")
_NOTE: Final = re.compile(
    r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*\S|\[[0-9]{1,2}\]\s*\S|註\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]"
)
_TABLE_ROW: Final = re.compile(r"\S[ ]*\t[ \t]*\S|^\|.+\|$")
_COLUMN: Final = re.compile(r"(?<!\S)(?:-|[0-9][0-9,]*(?:\.[0-9]+)?%?)(?!\S)")
_MIN_COLUMNS: Final = 3
_ENDS: Final = re.compile(r"[。！？!?：:][」』\"”）)\]]*$|\*\*$")
_CONTINUES: Final = re.compile(r"[，、。；：）)」』》〉％%！？]")
_CONJUNCTION: Final = re.compile(r"[與及和或之的](?!此同時)")
_INNER_STOP: Final = re.compile(r"[，。；！？]")
_TITLE_STOP: Final = re.compile(r"[。；！？]")
_MAX_MARKED_TITLE: Final = 45
_MAX_PLAIN_TITLE: Final = 30
_FULL_LINE: Final = 0.8
_MIN_WRAPPED: Final = 8
_MAX_WRAPPED: Final = 240
_MIN_FULL_SHARE: Final = 0.35
_MIN_PAGE_LINES: Final = 3
_MAX_HEAD: Final = 40
_MIN_BREAKS: Final = 2
_MIN_RECURRENCE: Final = 3
_MAX_STEP: Final = 2
_IS_NO_HEAD: Final = re.compile(rf"[。，；]$|^{_PAGE_NUMBER.pattern}")
_NUMBER: Final = re.compile("[0-9]+")
_NUMBER_LAST: Final = re.compile(r"[0-9][ ]?[十百千萬億]?$")
_UNIT_FIRST: Final = re.compile(r"[十百千萬億兆元年月日%％餘多]")
_PAIRS: Final = (("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"), ("《", "》"))


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
    return join_lines(text, lines, _find_furniture(lines), width=_wrap_width(lines))


def join_lines(
    text: str, lines: Sequence[Line], furniture: frozenset[int], *, width: int | None = None
) -> tuple[Passage, ...]:
    """Return the passages that `lines` make; `furniture` are the lines that are no part of it.

    `width` is that at which the text breaks its lines, None if it is not wrapped or printed.
    """
    found: list[tuple[PassageKind, list[Line]]] = []
    open_body: list[Line] | None = None
    for at, line in enumerate(lines):
        if at in furniture:
            found.append((PassageKind.FURNITURE, [line]))
        elif line.goes_on and (note := _last_note(found)) is not None:
            note.append(line)
        elif (row := _open_row(found)) is not None and _is_of_cell(row, line):
            row.append(line)
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


def _open_row(found: Sequence[tuple[PassageKind, list[Line]]]) -> list[Line] | None:
    return found[-1][1] if found and found[-1][0] is PassageKind.TABLE else None


def _is_of_cell(row: Sequence[Line], line: Line) -> bool:
    """Tell whether a printed line goes on with the last cell of the row above it."""
    places = [each.printed for each in row if each.printed is not None]
    if line.printed is None or not places or line.kind is not PassageKind.BODY:
        return False
    ended = bool(_ENDS.search(row[-1].text))
    return fills_cell(places, line.printed, Opening(line.text, line.marked, ended))


def _last_note(found: Sequence[tuple[PassageKind, list[Line]]]) -> list[Line] | None:
    return next((lines for kind, lines in reversed(found) if kind is PassageKind.NOTE), None)


def find_lines(text: str, patterns: Patterns) -> Iterator[Line]:
    """Yield the lines that are not blank, each with what it is by itself."""
    page, scanned, table = 0, 0, False
    for match in _LINE.finditer(text):
        page += text.count("\f", scanned, match.start())
        scanned = match.start()
        inner = match[0].strip(_BLANK)
        if not inner:
            continue
        start = match.start() + match[0].index(inner)
        folded = fold(inner)
        marked = patterns.match_mark(folded) is not None
        tabbed = match[0].endswith("\t") and "\t" not in inner
        kind = _classify(inner, folded, patterns, ends_in_tab=tabbed)
        if table and "\t" in match[0] and not _INNER_STOP.search(inner):
            kind = PassageKind.TABLE  # a row of which one cell alone is filled
        table = kind is PassageKind.TABLE
        indented = start > match.start()
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
        ended = bool(_ENDS.search(last.text))
        return goes_on(places, line.printed, Opening(line.text, line.marked, ended))
    numeral_broken = _NUMBER_LAST.search(last.folded) and _UNIT_FIRST.match(line.folded)
    if numeral_broken or _CONTINUES.match(line.text):
        return True
    if line.marked:
        return False
    ended = bool(_ENDS.search(last.text))
    if width is not None:
        full = last.width >= width * _FULL_LINE
        return full and not (ended and line.indented)
    linked = _CONJUNCTION.match(line.text) and len(last.text) > _MAX_PLAIN_TITLE
    return not ended and (bool(linked) or len(body) > 1 or not _is_title(last))


def _is_title(line: Line) -> bool:
    """Tell whether a line that ends without a stop may be a heading of its own."""
    text = line.text
    if text[-1] in "，、；,(（「" or text[-1].isdigit() or not _is_balanced(text):
        return False
    if line.marked:
        return len(text) <= _MAX_MARKED_TITLE and not _TITLE_STOP.search(text)
    return len(text) <= _MAX_PLAIN_TITLE and not _INNER_STOP.search(text)


def _is_balanced(text: str) -> bool:
    return all(text.count(left) <= text.count(right) for left, right in _PAIRS) or bool(
        re.match(r"[（(]?\S{1,3}[）)]", text) and text.count("(") <= text.count(")")
    )


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width at which a hard-wrapped text breaks its lines; None if it is not wrapped."""
    widths = sorted(line.width for line in lines if line.kind is PassageKind.BODY)
    if len(widths) < _MIN_WRAPPED or widths[-1] > _MAX_WRAPPED:
        return None
    width = widths[int(len(widths) * 0.9)]
    full = sum(each >= width * _FULL_LINE for each in widths)
    return width if full >= len(widths) * _MIN_FULL_SHARE else None


def _find_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Return which lines are page numbers or running heads, by place and recurrence."""
    paged = bool(lines) and lines[-1].page > 0
    edges = _page_edges(lines) if paged else frozenset(range(len(lines)))
    numbers = {at: int(m[1]) for at in edges if (m := _PAGE_NUMBER.match(lines[at].folded))}
    if not paged:
        numbers = _consecutive(numbers)
    masks = dict(_recurring(lines, sorted(edges), paged=paged))
    heads = set(masks)
    if not paged:
        heads = {at for at in heads if _breaks_off(lines, at, numbers)}
        kept = {mask for mask, n in Counter(masks[at] for at in heads).items() if n >= _MIN_BREAKS}
        heads = {at for at, mask in masks.items() if mask in kept}
    return frozenset(numbers) | frozenset(heads)


def _recurring(
    lines: Sequence[Line], edges: Sequence[int], *, paged: bool
) -> Iterator[tuple[int, str]]:
    """Yield the short lines that recur, each with what recurs: itself, or it but for its number."""
    short = [at for at in edges if len(lines[at].text) <= _MAX_HEAD]
    short = [at for at in short if not _IS_NO_HEAD.search(lines[at].folded)]
    alike = defaultdict(list)
    for at in short:
        alike[_NUMBER.sub("#", lines[at].folded)].append(at)
    for mask, places in alike.items():
        same = Counter(lines[at].folded for at in places)
        if len(places) >= _MIN_RECURRENCE and _counts_pages(lines, places, paged=paged):
            yield from ((at, mask) for at in places)
        else:
            often = (at for at in places if same[lines[at].folded] >= _MIN_RECURRENCE)
            yield from ((at, lines[at].folded) for at in often)


def _counts_pages(lines: Sequence[Line], places: Sequence[int], *, paged: bool) -> bool:
    """Tell whether the numbers in lines that are else alike stay, or count on with the pages."""
    columns = zip(*(map(int, _NUMBER.findall(lines[at].folded)) for at in places), strict=True)
    for column in columns:
        steps = [right - left for left, right in pairwise(column)]
        pages = [lines[right].page - lines[left].page for left, right in pairwise(places)]
        counts = steps == pages if paged else all(0 < step <= _MAX_STEP for step in steps)
        if any(steps) and not counts:
            return False
    return True


def _page_edges(lines: Sequence[Line]) -> frozenset[int]:
    """Return the first two and the last two lines of each page."""
    edges: set[int] = set()
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].page != lines[start].page:
            edges.update(range(start, min(start + 2, at)), range(max(start, at - 2), at))
            start = at
    return frozenset(edges)


def _consecutive(numbers: dict[int, int]) -> dict[int, int]:
    """Keep the lone numbers that count on from one to the next: pages, not cells of a table."""
    order = sorted(numbers)
    kept: set[int] = set()
    for left, right in pairwise(order):
        if numbers[right] == numbers[left] + 1 and right - left >= _MIN_PAGE_LINES:
            kept |= {left, right}
    return {at: numbers[at] for at in kept} if len(kept) >= _MIN_RECURRENCE else {}


def _breaks_off(lines: Sequence[Line], at: int, numbers: dict[int, int]) -> bool:
    """Tell whether a line stands where a page ends: by a page number or inside a sentence."""
    if at - 1 in numbers or at + 1 in numbers:
        return True
    if not 0 < at < len(lines) - 1:
        return False
    before, after = lines[at - 1], lines[at + 1]
    ends = _ENDS.search(before.text) or _is_title(before)
    return not ends and not after.marked and not lines[at].marked
