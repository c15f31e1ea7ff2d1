"""From glyphs to rows of segments: what stands on one line, parted where columns or cells part.

Glyphs printed twice count once. Coordinates are turned so that `u` runs along the line and `v`
across the lines; which order the rows are read in is in ``columns``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from nstp_extract.read.glyphs import Glyph

_SAME_LINE: Final = 0.5
_DOUBLED: Final = 0.5
_BLANK_GAP: Final = 0.3
_PRINTED_GAP: Final = 0.1
_CELL_GAP: Final = 2.0
_ALIGNED_GAP: Final = 0.9
_ALIGNED_SHARE: Final = 0.5
_MIN_ALIGNED: Final = 6
_NEAR_EDGE: Final = 1.5
_LIST_MARK: Final = re.compile(r"\S{1,5}[.、．)）]|[●•◆■▪‧○◎※*-]")
_SAME_SIZE: Final = 0.1
_MIN_STEPS: Final = 4
_UPRIGHT_STEPS: Final = 0.6


class Placed(NamedTuple):
    """A glyph in the coordinates of reading: `u` runs along the line, `v` across the lines."""

    u0: float
    v0: float
    u1: float
    v1: float
    size: float
    text: str
    glyph: Glyph


@dataclass(slots=True)
class Segment:
    """What stands in a line without a wide gap: glyphs in order, blanks among them dropped."""

    glyphs: list[Placed]
    u0: float
    u1: float
    v0: float
    v1: float
    size: float


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether most glyphs stand below the one before them, as in vertical writing."""
    steps = [
        abs(b.x0 - a.x0) < a.size * 0.2 and a.size * 0.5 < b.top - a.top < a.size * 2
        for a, b in pairwise(g for g in glyphs if not g.text.isspace())
        if b.turn == 0
    ]
    return len(steps) >= _MIN_STEPS and sum(steps) >= len(steps) * _UPRIGHT_STEPS


def turn_glyphs(glyphs: Sequence[Glyph], turn: int) -> list[Placed]:
    """Return glyphs that are read in direction `turn` in the coordinates of reading."""
    match turn:
        case 90:
            return [Placed(-g.bottom, g.x0, -g.top, g.x1, g.size, g.text, g) for g in glyphs]
        case 180:
            return [Placed(-g.x1, -g.bottom, -g.x0, -g.top, g.size, g.text, g) for g in glyphs]
        case 270:
            return [Placed(g.top, -g.x1, g.bottom, -g.x0, g.size, g.text, g) for g in glyphs]
    return [Placed(g.x0, g.top, g.x1, g.bottom, g.size, g.text, g) for g in glyphs]


def drop_doubled(placed: Sequence[Placed]) -> tuple[list[Placed], int]:
    """Return the glyphs without those that another of the same text covers, and how many went."""
    seen: dict[tuple[str, int, int], list[Placed]] = {}
    kept = []
    for one in placed:
        cell = int(one.u0 / (one.size or 1)), int(one.v0 / (one.size or 1))
        near = (
            other
            for du in (-1, 0, 1)
            for dv in (-1, 0, 1)
            for other in seen.get((one.text, cell[0] + du, cell[1] + dv), ())
        )
        if not one.text.isspace() and any(_covers(other, one) for other in near):
            continue
        seen.setdefault((one.text, *cell), []).append(one)
        kept.append(one)
    return kept, len(placed) - len(kept)


def _covers(one: Placed, other: Placed) -> bool:
    across = min(one.u1, other.u1) - max(one.u0, other.u0)
    down = min(one.v1, other.v1) - max(one.v0, other.v0)
    width = min(one.u1 - one.u0, other.u1 - other.u0)
    return across > width * _DOUBLED and down > min(one.size, other.size) * _DOUBLED


def find_rows(
    placed: Sequence[Placed], rules: Sequence[tuple[float, float, float]]
) -> list[list[Segment]]:
    """Return the lines from the top down, each as its segments from left to right."""
    rows = list(_find_rows(placed))
    edges = _find_edges(rows)
    return [segments for row in rows if (segments := _split_row(row, rules, edges))]


def _find_edges(rows: Sequence[Sequence[Placed]]) -> list[float]:
    """Return where columns begin: behind a gap, at the same place in half of the lines or more.

    Such a gap parts a line though it be narrower than the one between two cells.
    """
    edges: Counter[int] = Counter()
    for row in rows:
        solid = [one for one in row if not one.text.isspace()]
        edges.update({round(b.u0) for a, b in pairwise(solid) if _gap(a, b) > _ALIGNED_GAP})
    enough = max(_MIN_ALIGNED, len(rows) * _ALIGNED_SHARE)
    return [edge for edge, _ in edges.items() if edges[edge - 1] + edges[edge] >= enough]


def _gap(left: Placed, right: Placed) -> float:
    """Return the blank between two glyphs in the size of the larger one."""
    return (right.u0 - left.u1) / (max(left.size, right.size) or 1.0)


def _find_rows(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Yield the glyphs of each line, top down, from left to right."""
    row: list[Placed] = []
    centre, size = 0.0, 0.0
    for one in sorted(placed, key=lambda p: p.v0 + p.v1):
        middle = (one.v0 + one.v1) / 2
        if row and middle - centre > max(size, one.size) * _SAME_LINE:
            yield sorted(row)
            row, size = [], 0.0
        row.append(one)
        if len(row) == 1 or (one.size > size and not one.text.isspace()):
            centre, size = middle, one.size
    if row:
        yield sorted(row)


def _split_row(
    row: Sequence[Placed], rules: Sequence[tuple[float, float, float]], edges: Sequence[float]
) -> list[Segment]:
    """Return a line's segments: it parts at wide gaps, at upright rules and where columns begin."""
    solid = [one for one in row if not one.text.isspace()]
    if not solid:
        return []
    middle = sum(one.v0 + one.v1 for one in solid) / len(solid) / 2
    walls = sorted(x for x, top, bottom in rules if top <= middle <= bottom)
    parts: list[list[Placed]] = [[]]
    last: Placed | None = None
    blank: Placed | None = None
    for one in row:
        if one.text.isspace():
            blank = one
            continue
        if last is not None:
            gap = _gap(last, one)
            if (
                gap > _CELL_GAP
                or _is_walled(walls, last.u1, one.u0)
                or (gap > _ALIGNED_GAP and any(abs(one.u0 - edge) < _NEAR_EDGE for edge in edges))
            ):
                parts.append([])
            elif gap > (_BLANK_GAP if blank is None else _PRINTED_GAP):
                parts[-1].append(_blank_between(last, one))
        parts[-1].append(one)
        last, blank = one, None
    return _join_mark([_measure(part) for part in parts], walls)


def _is_walled(walls: Sequence[float], left: float, right: float) -> bool:
    return any(left - 1 < x < right + 1 for x in walls)


def _blank_between(left: Placed, right: Placed) -> Placed:
    return left._replace(u0=left.u1, u1=right.u0, text=" ")


def _join_mark(segments: list[Segment], walls: Sequence[float]) -> list[Segment]:
    """Put a list mark and what it opens together: the gap between them is a tab, not a column."""
    if len(segments) == 1 or walls:
        return segments
    first = "".join(one.text for one in segments[0].glyphs)
    if not _LIST_MARK.fullmatch(first):
        return segments
    blank = _blank_between(segments[0].glyphs[-1], segments[1].glyphs[0])
    return [_measure([*segments[0].glyphs, blank, *segments[1].glyphs]), *segments[2:]]


def _measure(glyphs: list[Placed]) -> Segment:
    sizes = Counter(round(one.size, 1) for one in glyphs if one.text != " ")
    size = max(sizes, key=lambda each: (sizes[each], each))
    whole = [one for one in glyphs if abs(one.size - size) < _SAME_SIZE] or glyphs
    top, bottom = min(one.v0 for one in whole), max(one.v1 for one in whole)
    return Segment(glyphs, glyphs[0].u0, max(one.u1 for one in glyphs), top, bottom, size)
