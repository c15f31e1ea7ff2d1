"""Ruled tables: from the lines that are drawn on a page to cells, open at their sides or not.

pdfplumber finds cells that are ruled on all four sides. Budget books leave the outer sides of their
tables open, so here a cell is what no drawn line divides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nstp_extract.read.glyphs import Sheet

_NEAR: Final = 3.0
_MAX_RULES: Final = 1500
_MIN_COLUMNS: Final = 2
_MIN_SIDE: Final = 4.0

Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """A cell as drawn: the places of the grid that it covers, and its edges in points."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table on a page: where its columns and rows part, and its cells."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    blocks: tuple[Block, ...]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        inside = self.columns[0] <= x < self.columns[-1]
        return inside and self.rows[0] <= y < self.rows[-1]


def find_frames(sheet: Sheet) -> list[Frame]:
    """Return the ruled tables of a page, from the top down; a box around a text is none."""
    if len(sheet.rules) + len(sheet.levels) > _MAX_RULES or not (sheet.rules and sheet.levels):
        return []
    frames = [_build_frame(*group) for group in _group(sheet.rules, sheet.levels)]
    found = [frame for frame in frames if _is_table(frame)]
    return sorted(found, key=lambda frame: (frame.rows[0], frame.columns[0]))


def _is_table(frame: Frame) -> bool:
    widest: dict[int, int] = defaultdict(int)
    for block in frame.blocks:
        widest[block.row] += 1
    return max(widest.values(), default=0) >= _MIN_COLUMNS


def _group(
    rules: Sequence[Rule], levels: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the rules that hang together, and those of facing pages that stand at one height."""
    parents = list(range(len(rules) + len(levels)))
    for at, (x, top, bottom) in enumerate(rules):
        for to, (y, left, right) in enumerate(levels, start=len(rules)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                _unite(parents, at, to)
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate((*rules, *levels)):
        groups[_root(parents, at)][at >= len(rules)].append(rule)
    whole = [group for group in groups.values() if group[0] and group[1]]
    faced: list[tuple[list[Rule], list[Rule]]] = []
    for group in sorted(whole, key=_height):
        if faced and _face(faced[-1], group):
            one, top, bottom = faced[-1], *_height(group)[:2]
            inner = max(right for _, _, right in one[1]), min(left for _, left, _ in group[1])
            one[0].extend([*group[0], *((x, top, bottom) for x in inner)])
            one[1].extend(group[1])
        else:
            faced.append(group)
    yield from faced


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _unite(parents: list[int], one: int, other: int) -> None:
    parents[_root(parents, one)] = _root(parents, other)


def _height(group: tuple[list[Rule], list[Rule]]) -> tuple[float, float, float]:
    heights = [y for y, _, _ in group[1]]
    return round(min(heights)), round(max(heights)), min(left for _, left, _ in group[1])


def _face(one: tuple[list[Rule], list[Rule]], other: tuple[list[Rule], list[Rule]]) -> bool:
    """Tell whether two tables stand at one height, one beside the other."""
    apart = max(right for _, _, right in one[1]) < min(left for _, left, _ in other[1])
    return apart and all(
        abs(a - b) < _NEAR for a, b in zip(_height(one)[:2], _height(other)[:2], strict=True)
    )


def _build_frame(rules: Sequence[Rule], levels: Sequence[Rule]) -> Frame:
    xs = _edges([x for x, _, _ in rules] + [x for _, *ends in levels for x in ends])
    ys = _edges([y for y, _, _ in levels] + [y for _, *ends in rules for y in ends])
    walls = _walls(rules, xs, ys)
    floors = _walls(levels, ys, xs)
    columns, rows = len(xs) - 1, len(ys) - 1
    parents = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            at = row * columns + column
            if column + 1 < columns and (column + 1, row) not in walls:
                _unite(parents, at, at + 1)
            if row + 1 < rows and (row + 1, column) not in floors:
                _unite(parents, at, at + columns)
    groups: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for at in range(rows * columns):
        groups[_root(parents, at)].append(divmod(at, columns))
    blocks = (_block(places, xs, ys) for places in groups.values())
    return Frame(tuple(xs), tuple(ys), tuple(sorted(blocks, key=lambda b: (b.row, b.column))))


def _edges(places: Iterable[float]) -> list[float]:
    """Return the places at which rules stand, those that nearly coincide as one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _MIN_SIDE:
            edges.append(place)
    return edges


def _walls(
    rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]
) -> set[tuple[int, int]]:
    """Return the pairs of an edge and a stretch between two edges along it that a rule covers."""
    found = set()
    for place, start, end in rules:
        edge = min(range(len(across)), key=lambda at: abs(across[at] - place))
        for at, (low, high) in enumerate(pairwise(along)):
            if start <= (low + high) / 2 <= end:
                found.add((edge, at))
    return found


def _block(places: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> Block:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    row, column, last, end = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    return Block(row, column, last - row, end - column, xs[column], ys[row], xs[end], ys[last])
