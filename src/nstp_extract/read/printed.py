"""Whether a printed line goes on with the paragraph above it, from where both stand.

A paragraph's lines are full but for its last, and begin at one edge but for its first, which may be
indented or hang. What the words say is not asked here beyond what `Opening` holds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(r"[A-Za-z0-9.,%％/-]+[，。、；：）」]?|.[，。、；：）」』]?", re.DOTALL)
_NARROW: Final = 0.52
_SLACK: Final = 1.3
_SAME_EDGE: Final = 0.8
_SAME_SIZE: Final = 0.15
_WIDE_PITCH: Final = 1.45
_WIDEST_PITCH: Final = 2.8
_WIDEST_SHIFT: Final = 5.0


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a line stands, in points: `inset` from its column's left, `left_over` to its right.

    `place` names page and column; `top` is the line's distance from the page's head. `below` is the
    inset of the line under it, None at the column's foot or where a mark opens that line; `cell` is
    the inset of a table row's last cell; `weight` is how far its type stands out.
    """

    inset: float
    left_over: float
    size: float
    top: float
    place: tuple[int, int]
    below: float | None = None
    cell: float = 0.0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line begins with: its text, whether a mark opens it, whether a stop came before."""

    text: str
    marked: bool
    ended: bool


def goes_on(body: Sequence[Printed], line: Printed, opening: Opening) -> bool:
    """Tell whether `line` goes on with the paragraph whose lines so far are `body`."""
    last = body[-1]
    if abs(line.size - last.size) > last.size * _SAME_SIZE or not _was_full(last, opening.text):
        return False
    if _is_apart(body, line):
        return False
    shift = (line.inset - last.inset) / last.size
    if len(body) == 1:
        return not opening.marked and _follows_first(last, line, opening)
    if abs(shift) < _SAME_EDGE:
        hangs = abs(body[0].inset - line.inset) >= last.size * _SAME_EDGE
        return not opening.marked or (hangs and not opening.ended)
    return shift < 0 and not opening.ended and not opening.marked


def fills_cell(row: Sequence[Printed], line: Printed, opening: Opening) -> bool:
    """Tell whether `line` goes on with the last cell of a table's row: under it, and at its edge.

    `row` is the row and what was found to go on with its cell so far.
    """
    under = abs(line.inset - row[0].cell) < line.size * _SAME_EDGE
    beside = line.place == row[0].place and row[0].cell > row[0].inset
    return under and beside and not opening.marked and _was_full(row[-1], opening.text)


def _was_full(last: Printed, text: str) -> bool:
    """Tell whether what opens the next line had no room left on this one."""
    token = _TOKEN.match(text)
    letters = token[0] if token else text[:1]
    width = sum(_NARROW if char.isascii() else 1.0 for char in letters)
    return last.left_over < (width + _SLACK) * last.size


def _is_apart(body: Sequence[Printed], line: Printed) -> bool:
    """Tell whether the line stands further below than the paragraph's lines from one another."""
    if body[-1].place != line.place:
        return False
    if len(body) == 1 or body[-2].place != body[-1].place:
        return line.top - body[-1].top > line.size * _WIDEST_PITCH
    return line.top - body[-1].top > (body[-1].top - body[-2].top) * _WIDE_PITCH


def _follows_first(first: Printed, line: Printed, opening: Opening) -> bool:
    """Tell whether a line can be a paragraph's second: hung, set out, or flush like the first."""
    shift = (line.inset - first.inset) / first.size
    if abs(shift) > _WIDEST_SHIFT:
        return False
    if shift <= -_SAME_EDGE:
        return True
    if shift >= _SAME_EDGE:
        indented = line.below is not None and line.below < line.inset - line.size * _SAME_EDGE
        return not opening.ended and not indented
    return not opening.ended or first.inset < first.size * _SAME_EDGE


def runs_through(last: Printed) -> bool:
    """Tell whether a line is so full that its end can stand inside a number."""
    return last.left_over < last.size
