"""From lines that belong together to passages: which spans of the text are theirs.

Which lines belong together is decided in ``layout``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read.printed import Printed, runs_through

_BLANK: Final = " \t\u00a0\u3000\ufeff"
_CELL: Final = re.compile(r"[^\t|]+")
_PARTED: Final = re.compile(r"[0-9][0-9〇零一二兩三四五六七八九半雙數幾]|[A-Za-z][A-Za-z]")
_GROUP_BROKEN: Final = re.compile(r"[0-9],[0-9]{1,2}$")
_INNER_MARK: Final = re.compile(r"(?<=[0-9])(?<!10)[¹²³⁴⁵⁶⁷⁸⁹⁰]+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `marked` if it opens with a number style or a bullet.

    `printed` is where it stands on its page, absent for a plain text. A line that `goes_on` belongs
    to the note above it.
    """

    span: Span
    text: str
    folded: str
    page: int
    kind: PassageKind
    marked: bool
    indented: bool
    width: int
    printed: Printed | None = None
    goes_on: bool = False


def build_passages(
    text: str, found: Iterable[tuple[PassageKind, Sequence[Line]]]
) -> Iterator[Passage]:
    """Yield a passage of each kind and lines; a line of a table gives one a cell."""
    for kind, lines in found:
        if kind is PassageKind.TABLE:
            yield from _cells(text, lines)
            continue
        pieces, marks = _drop_marks(text, _pieces(text, lines))
        yield Passage(kind, pieces, "".join(text[p.start : p.end] for p in pieces))
        for mark in marks:
            yield Passage(PassageKind.NOTE, (mark,), text[mark.start : mark.end])


def _drop_marks(text: str, pieces: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the pieces without the note marks between a number and its unit, and those marks."""
    kept: list[Span] = []
    marks: list[Span] = []
    for piece in pieces:
        at = piece.start
        for match in _INNER_MARK.finditer(text, piece.start, piece.end):
            kept.append(Span(at, match.start()))
            marks.append(Span(match.start(), match.end()))
            at = match.end()
        kept.append(Span(at, piece.end))
    return tuple(kept), tuple(marks)


def _pieces(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Yield the lines' spans; a line end that parts two numbers stays in, so that they stay two."""
    for line, follows in zip(lines, (*lines[1:], None), strict=True):
        span = line.span
        parted = follows is not None and _is_parted(line, follows)
        yield Span(span.start, span.end + 1) if parted and span.end < len(text) else span


def _is_parted(line: Line, follows: Line) -> bool:
    """Tell whether a line end stands between two numbers or words, and not inside one (89,91⏎2).

    A printed line that is full to its edge may break a number: its digits go together.
    """
    ends = line.folded[-1] + follows.folded[0]
    if not _PARTED.fullmatch(ends) or _GROUP_BROKEN.search(line.folded):
        return False
    return not (ends.isdigit() and line.printed is not None and runs_through(line.printed))


def _cells(text: str, lines: Sequence[Line]) -> Iterator[Passage]:
    """Yield the cells of a row; what follows its first line goes on with its last cell."""
    row, *rest = lines
    spans = []
    for match in _CELL.finditer(text, row.span.start, row.span.end):
        cell = match[0].strip(_BLANK)
        if cell:
            start = match.start() + match[0].index(cell)
            spans.append(Span(start, start + len(cell)))
    for span in spans[:-1] if rest else spans:
        yield Passage(PassageKind.TABLE, (span,), text[span.start : span.end])
    if rest:
        pieces = tuple(_pieces(text, [replace(row, span=spans[-1]), *rest]))
        yield Passage(PassageKind.TABLE, pieces, "".join(text[p.start : p.end] for p in pieces))
