"""Tables without rules: lines of a label and numbers whose segments stand in the same columns.

A region is taken for a table only if every line of numbers in it fits the columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nstp_extract.core.fold import fold
from nstp_extract.read.frames import Block, Frame
from nstp_extract.read.rows import Segment

_NUMBER: Final = re.compile(
    r"[-+△▲▽▼(]*(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]+)?[)%]*\S?|[-.…]+"
)
_MIN_ROWS: Final = 3
_MAX_BETWEEN: Final = 2
_MAX_HEADERS: Final = 3
_MIN_COLUMNS: Final = 2
_MAX_PITCH: Final = 3.5
_MARGIN: Final = 2.0

Row = Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Region:
    """The lines ``[start, end)`` of a page that make a table, and its columns."""

    start: int
    end: int
    frame: Frame


def find_aligned(rows: Sequence[Row]) -> list[Region]:
    """Return the tables among the lines of a page, which are in order from the top down."""
    found = []
    for places in _group([at for at, row in enumerate(rows) if _is_number_row(row)], rows):
        if len(places) < _MIN_ROWS:
            continue
        columns = _find_columns([rows[at] for at in places])
        if len(columns) < _MIN_COLUMNS or not all(
            _fits(row, columns) for row in rows[places[0] : places[-1] + 1]
        ):
            continue
        start = _find_header(rows, places[0], columns)
        found.append(_build_region(rows, start, places[-1] + 1, columns))
    return found


def _is_number_row(row: Row) -> bool:
    """Tell whether a line has a first segment and numbers behind it."""
    if len(row) < _MIN_COLUMNS:
        return False
    numbers = [_NUMBER.fullmatch(_text(segment)) is not None for segment in row[1:]]
    return all(numbers) or (len(row) > _MIN_COLUMNS and 2 * sum(numbers) >= len(row))


def _text(segment: Segment) -> str:
    return fold("".join(one.text for one in segment.glyphs)).replace(" ", "")


def _group(places: Sequence[int], rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield the lines of numbers that follow one another, a few other lines between them."""
    group: list[int] = []
    for at in places:
        if group and (at - group[-1] > _MAX_BETWEEN + 1 or _is_far(rows, group[-1], at)):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _is_far(rows: Sequence[Row], above: int, below: int) -> bool:
    """Tell whether two lines that follow one another leave a gap in between."""
    return any(
        two[0].v0 - one[0].v1 > one[0].size * _MAX_PITCH
        for one, two in pairwise(rows[above : below + 1])
    )


def _find_columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the stretches that the segments of the lines cover, those that overlap as one."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((segment.u0, segment.u1) for row in rows for segment in row):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _fits(row: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether each segment of a line stands in a column of its own."""
    taken = [_column_of(segment, columns) for segment in row]
    return None not in taken and len(set(taken)) == len(taken)


def _column_of(segment: Segment, columns: Sequence[tuple[float, float]]) -> int | None:
    """Return the column that a segment stands in, None if it reaches into two or none."""
    over = [
        at
        for at, (left, right) in enumerate(columns)
        if segment.u0 < right + _MARGIN and segment.u1 > left - _MARGIN
    ]
    return over[0] if len(over) == 1 else None


def _find_header(rows: Sequence[Row], first: int, columns: Sequence[tuple[float, float]]) -> int:
    """Return where the lines right above the first number begin that head the columns."""
    start = first
    while (
        start
        and first - start < _MAX_HEADERS
        and len(rows[start - 1]) >= _MIN_COLUMNS
        and _fits(rows[start - 1], columns)
        and not _is_far(rows, start - 1, start)
    ):
        start -= 1
    return start


def _build_region(
    rows: Sequence[Row], start: int, end: int, columns: Sequence[tuple[float, float]]
) -> Region:
    lines = rows[start:end]
    middles = [(one[1] + two[0]) / 2 for one, two in pairwise(columns)]
    left = min(columns[0][0], *(row[0].u0 for row in lines)) - 1
    right = max(columns[-1][1], *(row[-1].u1 for row in lines)) + 1
    edges = (left, *middles, right)
    top = min(segment.v0 for row in lines for segment in row) - 1
    bottom = max(segment.v1 for row in lines for segment in row) + 1
    blocks = tuple(
        Block(0, at, 1, 1, low, top, high, bottom) for at, (low, high) in enumerate(pairwise(edges))
    )
    return Region(start, end, Frame(edges, (top, bottom), blocks))
