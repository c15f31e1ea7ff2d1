"""From the number cells of tables to figures: what heads a cell says what its number is.

A unit comes from the heading of the column or row, else from the line above the table; without one
a number stays a rejection. Which rows and columns head others is found in ``structure.grids``.
"""

from collections.abc import Mapping
from typing import Final

from nstp_extract.context.agency import Doer
from nstp_extract.context.heads import Head, Heads, PlacedUnit
from nstp_extract.context.paragraph import ContextGrammar, Memory
from nstp_extract.core.document import Document, Passage, merge_pieces
from nstp_extract.core.figure import Figure, Period, Quantity, Section
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Mention, Span, join_surface
from nstp_extract.core.vocabulary import Basis, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.quantity.cells import CellNumber, read_cell
from nstp_extract.quantity.dates import match_date
from nstp_extract.structure.grids import Grid, bare, is_prose

_AFFIX: Final = 20
_YEAR: Final = 366


class Sheets:
    """The tables of a document, each heading read once: for asking what a cell's number says."""

    def __init__(
        self,
        document: Document,
        grids: Mapping[int, Grid],
        *,
        lexicon: Lexicon,
        grammar: ContextGrammar,
        report_year: int | None = None,
    ) -> None:
        """Read nothing before a cell is asked for."""
        self._document = document
        self._grids = grids
        self._grammar = grammar
        self._heads = Heads(lexicon=lexicon, grammar=grammar, report_year=report_year)

    def read(self, passage: Passage, section: Section | None, memory: Memory) -> Figure | None:
        """Return the figure that a cell's number is; None for words, or without a unit."""
        cell, grid = passage.cell, self._grid_of(passage)
        if cell is None or grid is None or cell.row in grid.headers or is_prose(passage):
            return None
        text = fold(passage.text)
        column = self._heads.column(grid, cell.column)
        if column.year is not None:
            return self._read_year(passage, column.year, section)
        if cell.column <= grid.stub or grid.is_code(text):
            return None
        if match_date(text, 0, self._heads.sheet.scanner.dates):
            return None
        row = self._heads.row(grid, cell.row)
        placed = self._heads.unit(grid, column, row)
        number = read_cell(text, placed.unit if placed else None, self._heads.sheet.cells)
        if number is None:
            return None
        if "table_unit" not in number.rules:
            placed = None
        memory.enter(section, passage)
        return self._figure(
            passage, number, placed, heads=(column, row), context=(grid, section, memory)
        )

    def period(self, passage: Passage) -> Period | None:
        """Return the period that the headings of a cell, or the line above its table, give it."""
        cell, grid = passage.cell, self._grid_of(passage)
        if cell is None or grid is None or cell.row in grid.headers:
            return None
        heads = self._heads.column(grid, cell.column), self._heads.row(grid, cell.row)
        own = next((head.period for head in heads if head.period is not None), None)
        return own or self._heads.lead(grid)[1]

    def _read_year(
        self, passage: Passage, word: PlacedUnit, section: Section | None
    ) -> Figure | None:
        """Return the year that a bare number under 年度 is."""
        period = self._heads.bare_year(passage, word)
        if period is None:
            return None
        return Figure(
            figure_id="",
            mention=self._mention(passage, 0, len(passage.text)),
            quantity=Quantity(Kind.DATE),
            role=Role.PERIOD,
            indicator=None,
            agency=None,
            agency_id=None,
            period=period,
            basis=None,
            section=section,
            sentence=passage.text,
            prefix="",
            suffix="",
            evidence=("date", "table_year", "role.date", "period.date"),
            cell=passage.cell,
        )

    def _grid_of(self, passage: Passage) -> Grid | None:
        return self._grids.get(passage.cell.table) if passage.cell is not None else None

    def _mention(self, passage: Passage, start: int, end: int) -> Mention:
        text = self._document.text
        pieces = merge_pieces(text, passage.place(start, end))
        return Mention(pieces[0], pieces, join_surface(text, pieces))

    def _figure(
        self,
        passage: Passage,
        number: CellNumber,
        placed: PlacedUnit | None,
        *,
        heads: tuple[Head, Head],
        context: tuple[Grid, Section | None, Memory],
    ) -> Figure:
        column, row = heads
        grid, section, memory = context
        role, role_rule = column.role or row.role or (Role.RESULT, "role.default")
        period, period_rule = self._scope(grid, column, row, memory)
        doer = self._doer(grid, passage, memory)
        sentence, at = self._sentence(grid, passage)
        start, end = at + number.start, at + number.end
        return Figure(
            figure_id="",
            mention=self._mention(passage, number.start, number.end),
            quantity=number.quantity,
            role=role,
            indicator=_indicator(column, row),
            agency=doer.name if doer else None,
            agency_id=doer.agency_id if doer else None,
            period=period,
            basis=_basis(period),
            section=section,
            sentence=sentence,
            prefix=sentence[max(0, start - _AFFIX) : start],
            suffix=sentence[end : end + _AFFIX],
            evidence=(*number.rules, role_rule, "indicator.headings", period_rule),
            cell=passage.cell,
            unit_pieces=_unit_pieces(placed),
        )

    def _scope(
        self, grid: Grid, column: Head, row: Head, memory: Memory
    ) -> tuple[Period | None, str]:
        """Return the period of a cell: its column's, its row's, the table's or its section's."""
        for head, rule in ((column, "period.column"), (row, "period.row")):
            if head.period is not None:
                return head.period, rule
        _, said = self._heads.lead(grid)
        return (said, "period.table") if said else (memory.section_period(), "period.section")

    def _doer(self, grid: Grid, passage: Passage, memory: Memory) -> Doer | None:
        """Return the agency that a label of the row is, else the doer of the section."""
        row = passage.cell.row if passage.cell else 0
        for label in reversed(grid.labels(row)):
            name = bare(label.text)
            if (match := self._grammar.agencies.agency.fullmatch(name)) is not None:
                return Doer(0, match[0], self._grammar.agencies.ids.get(match[0]))
        return memory.doer()

    def _sentence(self, grid: Grid, passage: Passage) -> tuple[str, int]:
        """Return the row without its cells of prose, and where in it the passage begins."""
        parts, at, length = [], 0, 0
        for each in grid.row(passage.cell.row if passage.cell else 0):
            if is_prose(each):
                continue
            if each is passage:
                at = length
            parts.append(each.text)
            length += len(each.text) + 1
        return "\t".join(parts), at


def _indicator(column: Head, row: Head) -> str | None:
    """Return what a cell's row and column name, else the word that stands there (金額, 合計)."""
    named = [head.text for head in (row, column) if head.text]
    return " ".join(named) or row.hollow or column.hollow or None


def _unit_pieces(placed: PlacedUnit | None) -> tuple[Span, ...]:
    if placed is None:
        return ()
    unit = placed.unit
    return placed.passage.place(unit.start, unit.end)


def _basis(period: Period | None) -> Basis | None:
    """Return how a cell's number relates to its period."""
    if period is None:
        return None
    if period.start is None or period.end is None:
        return Basis.CUMULATIVE
    if period.start == period.end:
        return Basis.AS_OF
    return Basis.ANNUAL if (period.end - period.start).days <= _YEAR else None
