"""Two columns of prose, or two pages side by side: one is read after the other.

A table looks alike but for its short cells: columns of prose are as full as they are wide.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from nstp_extract.read.rows import Segment

_MIN_ROWS: Final = 6
_SIDES: Final = 2
_MIN_FILL: Final = 0.65
_MIN_GLYPHS: Final = 10


def order_lines(rows: Sequence[Sequence[Segment]]) -> Iterator[tuple[int, Sequence[Segment]]]:
    """Yield each line with its column: 0 across the page, 1 and 2 beside each other."""
    rows = [row for row in rows if row]
    gutter = _find_gutter(rows)
    for parted, group in groupby(rows, key=lambda row: gutter is not None and _fits(row, gutter)):
        block = list(group)
        if gutter is None or not parted or not _is_prose(block, gutter):
            yield from ((0, row) for row in block)
            continue
        for column, right in ((1, False), (2, True)):
            for row in block:
                side = [s for s in row if (s.u0 > gutter) is right]
                if side:
                    yield column, side


def _find_gutter(rows: Sequence[Sequence[Segment]]) -> float | None:
    """Return the middle of the gap at which most lines part; None if few do."""
    gaps = [
        (left.u1, right.u0)
        for row in rows
        for left, right in pairwise(row)
        if len(left.glyphs) >= _MIN_GLYPHS or len(right.glyphs) >= _MIN_GLYPHS
    ]
    if len(gaps) < _MIN_ROWS:
        return None
    ends = sorted(end for _, end in gaps)
    edge = ends[len(ends) // 2]
    alike = [(low, high) for low, high in gaps if low < edge - 1 and abs(high - edge) < edge * 0.05]
    if len(alike) < _MIN_ROWS:
        return None
    low, high = max(low for low, _ in alike), min(high for _, high in alike)
    return (low + high) / 2 if low < high else None


def _fits(row: Sequence[Segment], gutter: float) -> bool:
    """Tell whether no segment of a line crosses the gutter."""
    return all(segment.u1 <= gutter or segment.u0 >= gutter for segment in row)


def _is_prose(block: Sequence[Sequence[Segment]], gutter: float) -> bool:
    """Tell whether both sides are prose: one segment a line, most lines as wide as the column."""
    both = [row for row in block if len(row) == _SIDES and row[0].u1 <= gutter <= row[1].u0]
    if len(both) < _MIN_ROWS or any(len(row) > _SIDES for row in block):
        return False
    return all(_is_full([row[side] for row in both]) for side in (0, 1))


def _is_full(side: Sequence[Segment]) -> bool:
    left, right = min(s.u0 for s in side), max(s.u1 for s in side)
    fill = sum(s.u1 - s.u0 for s in side) / len(side) / max(right - left, 1.0)
    return fill >= _MIN_FILL and sum(len(s.glyphs) for s in side) >= _MIN_GLYPHS * len(side)
