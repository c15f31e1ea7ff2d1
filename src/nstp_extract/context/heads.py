"""What the headings of a table say: the unit, date, role and subject that its cells take from them.

Which passages head a cell is found in ``structure.grids``; the figure that a cell makes of it is in
``context.cells``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from nstp_extract.context.cue import find_cues
from nstp_extract.context.paragraph import ContextGrammar
from nstp_extract.core.document import Passage
from nstp_extract.core.figure import Period
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.cells import (
    CellGrammar,
    StatedUnit,
    compile_cells,
    find_caption_units,
    find_counted_unit,
    find_gloss_unit,
)
from nstp_extract.quantity.dates import match_date
from nstp_extract.quantity.scan import Scanner, compile_scanner, scan_passage
from nstp_extract.structure.grids import Grid, bare

_YEAR_WORD: Final = "年"
_SCHOOL: Final = "學"
_MIN_CUE: Final = 2
_ROLES: Final = frozenset((Role.TARGET, Role.FORECAST, Role.BASELINE))


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and the passage in whose text it stands."""

    passage: Passage
    unit: StatedUnit


@dataclass(frozen=True, slots=True)
class Head:
    """What a column's headings, or a row's labels, say: all that a cell takes from them."""

    text: str = ""
    hollow: str = ""
    unit: PlacedUnit | None = None
    period: Period | None = None
    role: tuple[Role, str] | None = None
    rate: bool = False
    year: PlacedUnit | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SheetGrammar:
    """What the reading of headings needs of one lexicon."""

    cells: CellGrammar
    scanner: Scanner
    rate: re.Pattern[str]
    year: re.Pattern[str]
    hollow: re.Pattern[str]
    money: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_sheets(lexicon: Lexicon) -> SheetGrammar:
    """Return the grammar of headings of `lexicon`."""
    rates = compile_surfaces(lexicon.surfaces("rate_heading"))
    return SheetGrammar(
        cells=compile_cells(lexicon),
        scanner=compile_scanner(lexicon),
        rate=re.compile(rf"(?:{rates})(?:\(.*\))?$"),
        year=re.compile(compile_surfaces(lexicon.surfaces("year_column"))),
        hollow=re.compile(compile_surfaces(lexicon.surfaces("hollow_heading"))),
        money=re.compile(compile_surfaces(lexicon.surfaces("money_noun"))),
    )


class Heads:
    """The headings of a document's tables, each read once."""

    def __init__(
        self, *, lexicon: Lexicon, grammar: ContextGrammar, report_year: int | None = None
    ) -> None:
        """Read nothing before a heading is asked for; `report_year` is what 本年度 stands for."""
        self.sheet = compile_sheets(lexicon)
        self._grammar = grammar
        self._report_year = report_year
        self._columns: dict[tuple[int, int], Head] = {}
        self._rows: dict[tuple[int, int], Head] = {}
        self._leads: dict[int, tuple[tuple[PlacedUnit, ...], Period | None]] = {}

    def column(self, grid: Grid, column: int) -> Head:
        """Return what heads a column."""
        key = grid.number, column
        if key not in self._columns:
            self._columns[key] = self._read_head(grid, grid.headings(column))
        return self._columns[key]

    def row(self, grid: Grid, row: int) -> Head:
        """Return what names a row."""
        key = grid.number, row
        if key not in self._rows:
            self._rows[key] = self._read_head(grid, grid.labels(row)[-2:], row=row)
        return self._rows[key]

    def lead(self, grid: Grid) -> tuple[tuple[PlacedUnit, ...], Period | None]:
        """Return the units and the period that stand above a table."""
        if grid.number not in self._leads:
            units: tuple[PlacedUnit, ...] = ()
            period: Period | None = None
            for passage in grid.lead:
                text = fold(passage.text)
                found = find_caption_units(text, self.sheet.cells)
                units = units or tuple(PlacedUnit(passage, unit) for unit in found)
                period = period or next(self._dates(text, None), None)
            self._leads[grid.number] = units, period
        return self._leads[grid.number]

    def unit(self, grid: Grid, column: Head, row: Head) -> PlacedUnit | None:
        """Return the unit of a cell: its column's, its row's, or the one above the table."""
        if column.unit is not None or row.unit is not None:
            return column.unit or row.unit
        stated, _ = self.lead(grid)
        rates = [placed for placed in stated if placed.unit.kind is Kind.PERCENT]
        others = [placed for placed in stated if placed.unit.kind is not Kind.PERCENT]
        if column.rate or row.rate:
            return rates[0] if rates else None
        if len(others) > 1:
            said = column.text + column.hollow + row.text
            money = self.sheet.money.search(said)
            others = [p for p in others if p.unit.kind is Kind.AMOUNT] if money else []
        if others:
            return others[0] if len(others) == 1 else None
        return rates[0] if rates else None

    def bare_year(self, passage: Passage, word: PlacedUnit) -> Period | None:
        """Return the year that a bare number under 年度 is, None for what is none."""
        text = fold(passage.text)
        if not text.isdigit():
            return None
        dated = text + word.unit.surface
        match = match_date(dated, 0, self.sheet.scanner.dates)
        if match is None or match.period is None or match.end != len(dated):
            return None
        return replace(match.period, text=text)

    def _read_head(self, grid: Grid, passages: Sequence[Passage], *, row: int = 0) -> Head:
        """Return what headings say together; the last one, nearest to the cell, comes first."""
        texts = [fold(passage.text) for passage in passages]
        plain = "".join(bare(text) for text in texts)
        nearest = list(zip(reversed(passages), reversed(texts), strict=True))
        periods = [found for _, text in nearest if (found := self._period(grid, text))]
        if row and not periods:
            periods = self._row_years(grid, row)
        text, hollow = self._subject(passages)
        return Head(
            text=text,
            hollow=hollow,
            unit=self._heading_unit(nearest),
            period=periods[0] if periods else None,
            role=self._role(plain),
            rate=self.sheet.rate.search(plain) is not None,
            year=None if row else self._year_word(nearest),
        )

    def _row_years(self, grid: Grid, row: int) -> list[Period]:
        """Return the year of a row that has one in a column of years."""
        found = []
        for passage in grid.row(row):
            word = self.column(grid, passage.cell.column).year if passage.cell else None
            if word is not None and (period := self.bare_year(passage, word)) is not None:
                found.append(period)
        return found

    def _year_word(self, nearest: Iterable[tuple[Passage, str]]) -> PlacedUnit | None:
        for passage, text in nearest:
            plain = bare(text)
            if self.sheet.year.fullmatch(plain):
                word = plain[plain.rindex(_YEAR_WORD) - plain.startswith(_SCHOOL) :]
                return PlacedUnit(passage, StatedUnit(0, len(text), word, "", Kind.DATE))
        return None

    def _heading_unit(self, nearest: Sequence[tuple[Passage, str]]) -> PlacedUnit | None:
        for passage, text in nearest:
            unit = find_gloss_unit(text, self.sheet.cells)
            if unit is not None:
                return PlacedUnit(passage, unit)
        for passage, text in nearest:
            unit = find_counted_unit(text, self.sheet.cells)
            if unit is not None:
                return PlacedUnit(passage, unit)
        return None

    def _period(self, grid: Grid, text: str) -> Period | None:
        """Return the first date of a heading; 本年度 is the year above the table, or the report's.

        A date behind 截至 is open at its start.
        """
        _, said = self.lead(grid)
        year = said.end.year if said is not None and said.end else self._report_year
        return next(self._dates(text, year), None)

    def _dates(self, text: str, year: int | None) -> Iterator[Period]:
        readings, _, _ = scan_passage(text, self.sheet.scanner)
        for reading in readings:
            if reading.period is not None:
                until = self._grammar.periods.until.search(text[: reading.start])
                yield replace(reading.period, start=None) if until else reading.period
        if year is not None:
            yield from self._grammar.periods.relative.periods(text, year)

    def _role(self, plain: str) -> tuple[Role, str] | None:
        """Return the role that a cue in a heading gives (目標值, 預估數)."""
        for cue in find_cues(plain, self._grammar.roles.cues):
            if cue.end - cue.start >= _MIN_CUE and cue.entry.role in _ROLES:
                return cue.entry.role, f"roles.{cue.entry.key}"
        return None

    def _subject(self, passages: Sequence[Passage]) -> tuple[str, str]:
        """Return what headings name, without brackets and dates, and a word that names nothing."""
        named, hollow = "", ""
        for passage in passages:
            whole = fold(passage.text)
            text = self.sheet.cells.gloss.sub("", whole)
            text = text if text.strip() else whole.strip("()")
            readings, _, _ = scan_passage(text, self.sheet.scanner)
            for reading in reversed(readings):
                if reading.period is not None:
                    text = text[: reading.start] + text[reading.end :]
            relative = list(self._grammar.periods.relative.find(text, 0))
            if len(relative) == 1:
                text = text[: relative[0][0]] + text[relative[0][1] :]
            mark = self.sheet.scanner.patterns.match_mark(text)
            part = "".join(text[mark.end if mark else 0 :].split()).strip(":：、，-")
            if self.sheet.hollow.fullmatch(part):
                hollow = part
            elif part:
                named = part
        return named, hollow
