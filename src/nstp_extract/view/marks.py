"""Where figures and rejections stand in the text that is shown: marks over each passage.

A place is a range of code points of the report's text; a mark is a range of one passage's joined
text, in UTF-16 units, because that is how a browser counts.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.tables.rows import Row

_LAST_OF_PLANE: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a passage's text, and what stands there: figure `number`, or a rejection."""

    passage: int
    start: int
    end: int
    number: int
    is_figure: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    passage: int
    offset: int


def place_marks(
    passages: Sequence[Row], figures: Sequence[Row], rejections: Sequence[Row]
) -> tuple[tuple[Mark, ...], ...]:
    """Return the marks of each passage in text order, none overlapping another.

    Where two figures share a unit (64、65億元) it is marked for the first of them only.
    """
    pieces = sorted(_pieces(passages), key=lambda piece: piece.start)
    starts = [piece.start for piece in pieces]
    found: list[list[Mark]] = [[] for _ in passages]
    for number, row in enumerate(figures):
        for start, end in row["pieces"]:
            for mark in _cover(pieces, starts, (start, end), (number, True)):
                found[mark.passage].append(mark)
    for number, row in enumerate(rejections):
        for mark in _cover(pieces, starts, (row["start"], row["end"]), (number, False)):
            found[mark.passage].append(mark)
    return tuple(
        tuple(_in_units(passage["text"], _part(_join(marks))))
        for passage, marks in zip(passages, found, strict=True)
    )


def _pieces(passages: Sequence[Row]) -> Iterator[_Piece]:
    for index, passage in enumerate(passages):
        offset = 0
        for start, end in passage["pieces"]:
            yield _Piece(start, end, index, offset)
            offset += end - start


def _cover(
    pieces: Sequence[_Piece], starts: Sequence[int], place: tuple[int, int], what: tuple[int, bool]
) -> Iterator[Mark]:
    """Yield a mark for each piece of a passage that the place reaches into."""
    start, end = place
    at = max(0, bisect_right(starts, start) - 1)
    while at < len(pieces) and pieces[at].start < end:
        piece = pieces[at]
        low, high = max(start, piece.start), min(end, piece.end)
        if low < high:
            shift = piece.offset - piece.start
            yield Mark(piece.passage, low + shift, high + shift, *what)
        at += 1


def _join(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks in text order; those of one figure that touch become one."""
    last: Mark | None = None
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if last and (last.number, last.is_figure, last.end) == (
            mark.number,
            mark.is_figure,
            mark.start,
        ):
            last = Mark(mark.passage, last.start, mark.end, mark.number, mark.is_figure)
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last


def _part(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks, each without what an earlier one holds."""
    reached = 0
    for mark in marks:
        start = max(mark.start, reached)
        if start < mark.end:
            yield Mark(mark.passage, start, mark.end, mark.number, mark.is_figure)
            reached = mark.end


def _in_units(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks counted in UTF-16 units."""
    wide = [at for at, char in enumerate(text) if ord(char) > _LAST_OF_PLANE]
    for mark in marks:
        start = mark.start + bisect_right(wide, mark.start - 1)
        end = mark.end + bisect_right(wide, mark.end - 1)
        yield Mark(mark.passage, start, end, mark.number, mark.is_figure)
