"""Rows of a table that are not ruled: numbers that stand on one line make one.

Many tables rule their columns and their header and leave the rows of numbers free. Each line of
numbers is a row; the words of a label go with the line at which they stand, or that they run on
from, and sentences beside the numbers go with the number above.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.core.fold import fold
from nstp_extract.read.frames import Block, Frame
from nstp_extract.read.rows import Placed, Segment, find_rows

_NUMBER: Final = re.compile(
    r"[-+△▲▽▼(]*(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]+)?[)%]*[¹²³⁴⁵⁶⁷⁸⁹⁰*]*|[-.…]+"
)
_LEVEL: Final = 0.5
_BESIDE: Final = 0.8
_FULL: Final = 1.6
_MIN_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell: its segments, and the row of the table's grid it was found to be of."""

    segments: tuple[Segment, ...]
    block: Block
    row: int = 0
    rows: int = 1

    @property
    def middle(self) -> float:
        """Return how far down the page the line stands."""
        return (self.segments[0].v0 + self.segments[0].v1) / 2

    @property
    def size(self) -> float:
        """Return the type size of the line."""
        return self.segments[0].size

    @property
    def text(self) -> str:
        """Return the characters of the line, folded and without blanks."""
        text = "".join(one.text for segment in self.segments for one in segment.glyphs)
        return fold(text).replace(" ", "")

    @property
    def is_number(self) -> bool:
        """Tell whether the line holds a number, or a dash in its place, and nothing else."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def is_full(self) -> bool:
        """Tell whether the line ends at the right edge of its cell, so that it may go on below."""
        return self.block.right - self.segments[-1].u1 < self.size * _FULL


def fill_frame(frame: Frame, placed: Sequence[Placed]) -> list[CellLine]:
    """Return the lines of a table's cells in reading order, each with its row from 1 on."""
    glyphs: defaultdict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        x, y = (one.u0 + one.u1) / 2, (one.v0 + one.v1) / 2
        at = next((n for n, block in enumerate(frame.blocks) if block.holds(x, y)), None)
        if at is not None:
            glyphs[at].append(one)
    cells = {
        at: [CellLine(tuple(row), frame.blocks[at]) for row in find_rows(held, ())]
        for at, held in glyphs.items()
    }
    bands = sorted({block.row for block in frame.blocks})
    firsts: dict[int, int] = {}
    found: list[CellLine] = []
    reached = 1
    for band in bands:
        firsts[band] = reached
        own = [lines for at, lines in cells.items() if lines and frame.blocks[at].row == band]
        single = [lines for lines in own if lines[0].block.rows == _shortest(frame, band)]
        split, count = _split_band(single)
        found += [_at(line, row + reached, 1) for line, row in split]
        found += [_at(line, reached, 1) for lines in own if lines not in single for line in lines]
        reached += max(count, 1 if own else 0)
    firsts[len(frame.rows) - 1] = reached
    return sorted(
        (_span(line, firsts, frame) for line in found),
        key=lambda line: (line.row, line.block.column, line.middle),
    )


def _shortest(frame: Frame, band: int) -> int:
    """Return how many drawn rows the cells that begin in a band cover at least."""
    return min(block.rows for block in frame.blocks if block.row == band)


def _at(line: CellLine, row: int, rows: int) -> CellLine:
    return CellLine(line.segments, line.block, row, rows)


def _span(line: CellLine, firsts: dict[int, int], frame: Frame) -> CellLine:
    """Return a line of a cell over several drawn rows with the rows that it covers."""
    if line.block.rows == _shortest(frame, line.block.row):
        return line
    below = [row for band, row in firsts.items() if band >= line.block.row + line.block.rows]
    return _at(line, line.row, max(1, min(below, default=line.row + 1) - line.row))


def _split_band(cells: Sequence[Sequence[CellLine]]) -> tuple[list[tuple[CellLine, int]], int]:
    """Return each line of the cells between two rules with its row from 0 on, and their number."""
    numeric = [lines for lines in cells if _is_numeric(lines)]
    if not any(sum(line.is_number for line in lines) >= _MIN_ROWS for lines in numeric):
        return [(line, 0) for lines in cells for line in lines], 1
    last = max(lines[0].block.column for lines in numeric)
    labels = [ls for ls in cells if ls not in numeric and ls[0].block.column < last]
    anchors = _find_anchors(numeric, labels)
    placed: list[tuple[CellLine, int]] = []
    for lines in cells:
        is_label = lines in labels or lines in numeric
        row = -1
        for line in lines:
            row = _row_of(anchors, line, row, is_label=is_label)
            placed.append((line, row))
    lead = min(at for _, at in placed)
    return [(line, at - lead) for line, at in placed], len(anchors) - lead


def _find_anchors(
    numeric: Sequence[Sequence[CellLine]], labels: Sequence[Sequence[CellLine]]
) -> list[float]:
    """Return the heights of the rows: of each line of numbers, and of labels that have none."""
    anchors: list[float] = []
    for line in (line for lines in numeric for line in lines):
        _add_anchor(anchors, line)
    for lines in labels:
        for before, line in zip([None, *lines], lines, strict=False):
            runs_on = before is not None and before.is_full and not line.text.isdigit()
            if not runs_on and not _is_beside(anchors, line):
                _add_anchor(anchors, line)
    return sorted(anchors)


def _is_numeric(lines: Sequence[CellLine]) -> bool:
    return 2 * sum(line.is_number for line in lines) > len(lines)


def _add_anchor(anchors: list[float], line: CellLine) -> None:
    """Add the height of a line as a row's, unless a row stands there."""
    if all(abs(line.middle - anchor) > line.size * _LEVEL for anchor in anchors):
        anchors.append(line.middle)


def _is_beside(anchors: Sequence[float], line: CellLine) -> bool:
    return any(abs(line.middle - anchor) < line.size * _BESIDE for anchor in anchors)


def _row_of(anchors: Sequence[float], line: CellLine, before: int, *, is_label: bool) -> int:
    """Return the row of a line; `before` is that of the line above it in its cell, -1 for none.

    Sentences above the first number go on from the page before: they are of row -1.
    """
    nearest = min(range(len(anchors)), key=lambda at: abs(anchors[at] - line.middle))
    if abs(anchors[nearest] - line.middle) < line.size * _BESIDE:
        return nearest
    if is_label:
        return max(before, 0)
    return sum(anchor < line.middle for anchor in anchors) - 1
