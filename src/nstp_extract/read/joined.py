"""From lines that belong together to passages: which spans of the text are theirs.

Which lines belong together is decided in ``layout``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nstp_extract.core.document import Cell, Passage
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read.printed import Printed, runs_through

_BLANK: Final = " \t\u00a0\u3000\ufeff"
_SEPARATOR: Final = re.compile(r"[\t|]")
_UNDERLINE: Final = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_PARTED: Final = re.compile(r"[0-9][0-9〇零一二兩三四五六七八九半雙數幾]|[A-Za-z][A-Za-z]")
_GROUP_BROKEN: Final = re.compile(r"[0-9],[0-9]{1,2}$")
_INNER_MARK: Final = re.compile(r"(?<=[0-9０-９])(?<!10)(?<!１０)[¹²³⁴⁵⁶⁷⁸⁹⁰]+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; `marked` if it opens with a number style or a bullet.

    `printed` is where it stands on its page, absent for a plain text. A line that `goes_on` belongs
    to the note above it; one of a ruled table has the `cell` that it stands in.
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
    cell: Cell | None = None


def build_passages(
    text: str, found: Sequence[tuple[PassageKind, Sequence[Line]]]
) -> Iterator[Passage]:
    """Yield a passage of each kind and lines; a line of a table gives one a cell."""
    table, row = 0, 0
    for at, (kind, lines) in enumerate(found):
        if kind is PassageKind.TABLE and lines[0].cell is None:
            table += row == 0
            row += row == 0 or not _UNDERLINE.fullmatch(lines[0].text)
            follows = found[at + 1][1][0].text if at + 1 < len(found) else ""
            header = row == 1 and _UNDERLINE.fullmatch(follows) is not None
            yield from _cells(text, lines, Cell(table, row, 1, header=header))
            continue
        if kind is not PassageKind.FURNITURE and kind is not PassageKind.NOTE:
            row = 0
        pieces, marks = drop_marks(text, _pieces(text, lines))
        joined = "".join(text[p.start : p.end] for p in pieces)
        cell = lines[0].cell if kind is PassageKind.TABLE else None
        weight = min(line.printed.weight if line.printed else 0 for line in lines)
        yield Passage(kind, pieces, joined, cell, weight=weight)
        for mark in marks:
            yield Passage(PassageKind.NOTE, (mark,), text[mark.start : mark.end])


def drop_marks(text: str, pieces: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
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


def _cells(text: str, lines: Sequence[Line], first: Cell) -> Iterator[Passage]:
    """Yield the cells of a row; what follows its first line goes on with its last cell.

    The line under a Markdown table's header, and a row without separators, have no grid.
    """
    row, *rest = lines
    found = list(_split_row(text, row.span))
    behind = text[row.span.end : row.span.end + 1]
    parted = _SEPARATOR.search(row.text) is not None or found[0][0] > 1 or behind == "\t"
    gridded = parted and row.printed is None and not _UNDERLINE.fullmatch(row.text)
    for at, (column, span) in enumerate(found):
        cell = replace(first, column=column) if gridded else None
        pieces: tuple[Span, ...] = (span,)
        if rest and at == len(found) - 1:
            pieces = tuple(_pieces(text, [replace(row, span=span), *rest]))
        joined = "".join(text[p.start : p.end] for p in pieces)
        yield Passage(PassageKind.TABLE, pieces, joined, cell)


def _split_row(text: str, row: Span) -> Iterator[tuple[int, Span]]:
    """Yield the cells of a line that are not empty, each with its column.

    A tab before the line's first character closes an empty cell; a | there opens the first one.
    """
    begin = max(text.rfind("\n", 0, row.start), text.rfind("\r", 0, row.start)) + 1
    at = row.start + 1 if text[row.start] == "|" else begin
    for column, part in enumerate(_SEPARATOR.split(text[at : row.end]), start=1):
        cell = part.strip(_BLANK)
        if cell:
            start = at + part.index(cell)
            yield column, Span(start, start + len(cell))
        at += len(part) + 1
