"""FT in tables: what a row or column of 合計 and 小計 states against the cells that it sums up.

A row's label says that it sums up, not which rows. So the rows that it may sum up are tried, and
the table itself must prove one way: the sum holds exactly in another column. Only then is a column
where it does not hold a finding. Without such proof a sum that fails is one only in a plain table
of a single column of numbers that neither goes on over a page nor has rows within rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Final

from nstp_extract.audit.finding import Finding, judge
from nstp_extract.audit.interval import Interval, add_intervals, quantity_to_interval
from nstp_extract.audit.scene import unit_of
from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Kind, Rounding
from nstp_extract.lexicon import Lexicon
from nstp_extract.structure.grids import Grid, bare, find_grids

_SUMMED: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.MEASURE))
_WHOLE: Final = Decimal(100)
_ZERO: Final = Decimal(0)
_MIN_PARTS: Final = 2
_DASHES: Final = re.compile(r"[-.…]+")


@dataclass(frozen=True, slots=True, eq=False)
class TableCues:
    """What a lexicon says of the labels of rows and columns."""

    total: re.Pattern[str]
    subtotal: re.Pattern[str]
    among: re.Pattern[str]
    nested: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_tables(lexicon: Lexicon) -> TableCues:
    """Return the cues of `lexicon`."""
    return TableCues(
        total=lexicon.audit_pattern("table_total"),
        subtotal=lexicon.audit_pattern("table_subtotal"),
        among=lexicon.audit_pattern("table_among"),
        nested=lexicon.audit_pattern("table_nested"),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A table seen along its rows or along its columns.

    `labels` name the lines in order. `cells` holds a line's figure at each place across, or None
    where a dash stands for nothing; a place that is blank or was not read is no key.
    """

    labels: tuple[str, ...]
    cells: Mapping[tuple[int, int], Figure | None]
    across: tuple[int, ...]
    plain: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """A figure that sums up, and its parts; `whole` tells that no part is missing."""

    total: Figure
    parts: tuple[Figure, ...]
    whole: bool

    @property
    def holds(self) -> bool:
        """Tell whether the parts add up exactly, more than one of them being something."""
        return sum(map(_value, self.parts), _ZERO) == _value(self.total)


def check_tables(
    extraction: Extraction, lexicon: Lexicon, *, rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each total of a table whose parts are certain."""
    cues = compile_tables(lexicon)
    figures: dict[tuple[int, int, int], list[Figure]] = {}
    for figure in extraction.figures:
        if (cell := figure.cell) is not None and cell.rows == cell.columns == 1:
            figures.setdefault((cell.table, cell.row, cell.column), []).append(figure)
    if not figures:
        return
    before: Grid | None = None
    for grid in find_grids(extraction.document, lexicon=lexicon).values():
        cells = dict(_read_cells(grid, figures))
        plain = before is None or not _continues(grid, before)
        for sheet in (_rows(grid, cells, cues, plain=plain), _columns(grid, cells)):
            for at in range(len(sheet.labels)):
                yield from _check_line(sheet, at, cues, (lexicon, rounding))
        before = grid


def _read_cells(
    grid: Grid, figures: Mapping[tuple[int, int, int], list[Figure]]
) -> Iterator[tuple[tuple[int, int], Figure | None]]:
    """Yield each place of a grid that holds one figure, or a dash."""
    for place, passages in grid.slots.items():
        held = figures.get((grid.number, *place), [])
        if len(held) == 1 and held[0].quantity.value is not None:
            yield place, held[0]
        elif not held and _DASHES.fullmatch(bare("".join(p.text for p in passages))):
            yield place, None


def _continues(grid: Grid, before: Grid) -> bool:
    """Tell whether a table may go on with the one before it: its headings are the same, or none."""
    if not grid.headers:
        return True
    return _headings(grid) == _headings(before)


def _headings(grid: Grid) -> list[str]:
    return [_last(grid, column) for column in range(1, grid.columns + 1)]


def _last(grid: Grid, column: int) -> str:
    said = grid.headings(column)
    return bare(said[-1].text) if said else ""


def _rows(
    grid: Grid, cells: Mapping[tuple[int, int], Figure | None], cues: TableCues, *, plain: bool
) -> _Sheet:
    rows = [row for row in range(1, grid.rows + 1) if row not in grid.headers]
    labels = [[bare(passage.text) for passage in grid.labels(row)] for row in rows]
    named = tuple(next((n for n in said if _sums_up(n, cues)), "".join(said)) for said in labels)
    flat = plain and grid.stub == 1 and len(set(named)) == len(named) and all(named)
    nested = any(cues.nested.match(label) or cues.among.match(label) for label in named)
    places = {(rows.index(row), column): f for (row, column), f in cells.items() if row in rows}
    return _Sheet(named, places, tuple(range(grid.stub + 1, grid.columns + 1)), flat and not nested)


def _columns(grid: Grid, cells: Mapping[tuple[int, int], Figure | None]) -> _Sheet:
    columns = range(grid.stub + 1, grid.columns + 1)
    places = {(c - columns.start, row): f for (row, c), f in cells.items() if c in columns}
    labels = tuple(_last(grid, column) for column in columns)
    return _Sheet(labels, places, tuple(range(1, grid.rows + 1)), plain=False)


def _sums_up(label: str, cues: TableCues) -> bool:
    return bool(cues.total.fullmatch(label) or cues.subtotal.fullmatch(label))


def _check_line(
    sheet: _Sheet, at: int, cues: TableCues, means: tuple[Lexicon, Rounding]
) -> Iterator[Finding]:
    """Yield what a line that sums up says at each place, by the way that the table proves."""
    if not _sums_up(sheet.labels[at], cues):
        return
    ways = [list(_add_up(sheet, at, parts, means[0])) for parts in _list_ways(sheet, at, cues)]
    ways = [sums for sums in ways if sums]
    if not ways:
        return
    best = max(ways, key=lambda sums: sum(each.holds for each in sums))
    holds = sum(each.holds for each in best)
    findings = [_judge_sum(each, means[1]) for each in best]
    failed = [finding.result is CheckResult.FAIL for finding in findings]
    proved = holds > 0 and holds >= sum(failed)
    single = sheet.plain and len(ways) == len(best) == 1 and not holds
    for each, finding, fails in zip(best, findings, failed, strict=True):
        if (each.whole and (proved or single)) if fails else (proved or not any(failed)):
            yield finding


def _list_ways(sheet: _Sheet, at: int, cues: TableCues) -> Iterator[tuple[int, ...]]:
    """Yield the lines that line `at` may sum up, the likeliest first.

    Those between it and the sum before it; those behind it where a sum stands first; of a 合計 the
    lines of 小計 with what no 小計 holds, and the lines of 合計 where it is the last of several.
    """
    lines = [n for n, label in enumerate(sheet.labels) if not cues.among.match(label)]
    above = [n for n in reversed(lines) if n < at]
    below = [n for n in lines if n > at]
    seen = []
    for side in (above, below):
        near = tuple(takewhile(lambda n: not _sums_up(sheet.labels[n], cues), side))
        seen.append(near)
        if not cues.subtotal.fullmatch(sheet.labels[at]):
            inner = list(takewhile(lambda n: not cues.total.fullmatch(sheet.labels[n]), side))
            subs = tuple(n for n in inner if cues.subtotal.fullmatch(sheet.labels[n]))
            seen.extend((subs, (*near, *subs), tuple(n for n in inner if n not in subs)))
            seen.append(tuple(n for n in side if cues.total.fullmatch(sheet.labels[n])))
    yield from {tuple(sorted(way)): None for way in seen if len(way) >= _MIN_PARTS}


def _add_up(sheet: _Sheet, at: int, lines: Sequence[int], lexicon: Lexicon) -> Iterator[_Sum]:
    """Yield the sum of lines at each place across where two and more of them hold a like number."""
    for place in sheet.across:
        total = sheet.cells.get((at, place))
        if total is None or not _is_summed(total):
            continue
        known = [(line, place) in sheet.cells for line in lines]
        parts = [f for line in lines if (f := sheet.cells.get((line, place))) is not None]
        like = all(unit_of(part, lexicon) == unit_of(total, lexicon) for part in parts)
        if like and sum(_value(part) != 0 for part in parts) >= _MIN_PARTS:
            yield _Sum(total, tuple(parts), all(known))


def _is_summed(total: Figure) -> bool:
    """Tell whether numbers like a total's add up: rates do not, save shares of the whole."""
    shares = total.quantity.kind is Kind.PERCENT and total.quantity.value == _WHOLE
    return shares or total.quantity.kind in _SUMMED


def _judge_sum(claim: _Sum, rounding: Rounding) -> Finding:
    left = add_intervals(_interval(part, rounding) for part in claim.parts)
    right = _interval(claim.total, rounding)
    result = judge((sum(map(_value, claim.parts), _ZERO), left), (_value(claim.total), right))
    figures = sorted((*claim.parts, claim.total), key=lambda figure: figure.mention.span)
    return Finding(
        CheckCode.PARTS,
        "cells",
        result,
        tuple(figures),
        " + ".join(part.mention.surface for part in claim.parts),
        f"= {claim.total.mention.surface}",
        left,
        right,
    )


def _interval(figure: Figure, rounding: Rounding) -> Interval:
    interval = quantity_to_interval(figure.quantity, rounding=rounding)
    return interval if interval is not None else Interval.of(_ZERO)


def _value(figure: Figure) -> Decimal:
    return figure.quantity.value or _ZERO
