"""Tables as grids: which rows name the columns, which columns name the rows, what stands above.

Where a cell stands was found by the reader of its format (`Cell`). What a cell's number says is
read in ``context.cells``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.core.document import Document, Passage
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_NUMBER: Final = re.compile(
    r"[-+△▽▲▼(]*(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(?:\.[0-9]+)?(?![0-9,年月季日學])[)%]*\S{0,3}"
    r"|[-.…]+"
)
_GROUPED: Final = re.compile(r"[0-9],[0-9]{3}")
_CODE: Final = re.compile(r"0[0-9]+|[0-9]{5,}")
_YEAR: Final = re.compile(r"[0-9]{2,4}")
_YEARS: Final = ((80, 140), (1980, 2100))
_STOP: Final = re.compile(r"[。；！？]")
_MAX_HEADING: Final = 40
_MAX_HEADERS: Final = 4
_MAX_LEAD: Final = 4
_MAX_LEAD_TEXT: Final = 60
_MIN_SIDE: Final = 2

Slots = Mapping[tuple[int, int], tuple[Passage, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table: its passages by row and column, a merged cell's under each place that it covers.

    `headers` are the rows that name the columns, the first `stub` columns name the rows, and the
    columns of `ordinals` only count them; `grouped` if its numbers have commas. `lead` is what
    stands above the table, nearest first.
    """

    number: int
    slots: Slots
    rows: int
    columns: int
    headers: frozenset[int]
    stub: int
    ordinals: frozenset[int]
    lead: tuple[Passage, ...]
    grouped: bool

    def is_code(self, text: str) -> bool:
        """Tell whether digits number a thing: they begin with 0, or lack the table's commas."""
        return self.grouped and _CODE.fullmatch(bare(text)) is not None

    def headings(self, column: int) -> tuple[Passage, ...]:
        """Return what heads a column, from the top down, each passage once."""
        return _distinct(
            passage for row in sorted(self.headers) for passage in self.slots.get((row, column), ())
        )

    def labels(self, row: int) -> tuple[Passage, ...]:
        """Return what names a row, from left to right: the words in the columns of its stub."""
        return _distinct(
            passage
            for column in range(1, self.stub + 1)
            if column not in self.ordinals
            for passage in self.slots.get((row, column), ())
            if not is_number(passage.text)
        )

    def row(self, row: int) -> tuple[Passage, ...]:
        """Return the passages of a row, from left to right."""
        return _distinct(
            passage
            for column in range(1, self.columns + 1)
            for passage in self.slots.get((row, column), ())
        )


@dataclass(frozen=True, slots=True, eq=False)
class _GridGrammar:
    ordinal: re.Pattern[str]
    year: re.Pattern[str]


@lru_cache(maxsize=8)
def _compile_grids(lexicon: Lexicon) -> _GridGrammar:
    return _GridGrammar(
        ordinal=re.compile(compile_surfaces(lexicon.surfaces("ordinal_column"))),
        year=re.compile(compile_surfaces(lexicon.surfaces("year_column"))),
    )


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number, or a dash in its place, and nothing else.

    Seven digits and more without a comma are a code: 3607639800.

    >>> is_number("△2,715"), is_number("－"), is_number("113年度預算")
    (True, True, False)
    """
    return _NUMBER.fullmatch(bare(text)) is not None


def bare(text: str) -> str:
    """Return a cell's text folded and without blanks: 科　　目 is 科目."""
    return "".join(fold(text).split())


def find_grids(document: Document, *, lexicon: Lexicon) -> Mapping[int, Grid]:
    """Return the tables of a document by their number."""
    grammar = _compile_grids(lexicon)
    firsts: dict[int, int] = {}
    cells: dict[int, list[Passage]] = {}
    for at, passage in enumerate(document.passages):
        if passage.cell is not None:
            firsts.setdefault(passage.cell.table, at)
            cells.setdefault(passage.cell.table, []).append(passage)
    return {
        number: _build_grid(number, held, _lead(document, firsts[number]), grammar)
        for number, held in cells.items()
    }


def _lead(document: Document, first: int) -> tuple[Passage, ...]:
    """Return the short passages right above a table's first one, nearest first."""
    found: list[Passage] = []
    for at in range(first - 1, max(-1, first - 1 - _MAX_LEAD), -1):
        passage = document.passages[at]
        if passage.cell is not None or len(passage.text) > _MAX_LEAD_TEXT:
            break
        found.append(passage)
    return tuple(found)


def _build_grid(
    number: int, passages: Sequence[Passage], lead: tuple[Passage, ...], grammar: _GridGrammar
) -> Grid:
    slots: dict[tuple[int, int], tuple[Passage, ...]] = {}
    for passage, place in _places(passages):
        slots[place] = (*slots.get(place, ()), passage)
    rows = max(row for row, _ in slots)
    columns = max(column for _, column in slots)
    headers = frozenset(_find_headers(passages, slots, (rows, columns)))
    names = {
        column: [bare(p.text) for row in sorted(headers) for p in slots.get((row, column), ())]
        for column in range(1, columns + 1)
    }
    ordinals = {at for at, said in names.items() if any(map(grammar.ordinal.fullmatch, said))}
    data = [row for row in range(1, rows + 1) if row not in headers]
    stub = 0
    for column in range(1, columns + 1):
        year = any(map(grammar.year.fullmatch, names[column]))
        if column not in ordinals and not year and _is_numeric(slots, data, column):
            break
        stub = column
    grouped = any(_GROUPED.search(fold(passage.text)) for passage in passages)
    return Grid(number, slots, rows, columns, headers, stub, frozenset(ordinals), lead, grouped)


def _places(passages: Sequence[Passage]) -> Iterator[tuple[Passage, tuple[int, int]]]:
    for passage in passages:
        if (cell := passage.cell) is not None:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    yield passage, (row, column)


def _find_headers(passages: Sequence[Passage], slots: Slots, size: tuple[int, int]) -> set[int]:
    """Return the rows that name the columns: the marked ones, else those above the first number.

    A table without numbers has one such row if all of its cells are short.
    """
    marked = {
        row for p in passages if p.cell and p.cell.header
        for row in range(p.cell.row, p.cell.row + p.cell.rows)
    }  # fmt: skip
    if marked:
        return marked
    rows, columns = size
    if rows < _MIN_SIDE or columns < _MIN_SIDE:
        return set()
    found: set[int] = set()
    for row in range(1, min(rows - 1, _MAX_HEADERS) + 1):
        texts = {c: _text(slots, row, c) for c in range(1, columns + 1)}
        said = [text for text in texts.values() if text]
        if not said or any(len(t) > _MAX_HEADING or _STOP.search(t) for t in said):
            break
        if not _are_years(said[-1:] if texts[1] else said) and any(map(is_number, said)):
            return found
        if found and len(said) == 1 and texts[1]:
            return found
        found.add(row)
    return found if any(_has_number(slots, row, columns) for row in range(1, rows + 1)) else {1}


def _has_number(slots: Slots, row: int, columns: int) -> bool:
    """Tell whether a row holds a number behind its first column."""
    return any(is_number(_text(slots, row, column)) for column in range(2, columns + 1))


def _are_years(texts: Sequence[str]) -> bool:
    """Tell whether all of the texts are bare years: a header's 112, 113, 114."""
    return all(
        _YEAR.fullmatch(text) and any(low <= int(text) < high for low, high in _YEARS)
        for text in texts
    )


def _is_numeric(slots: Slots, rows: Sequence[int], column: int) -> bool:
    """Tell whether at least half of a column's cells hold numbers."""
    texts = [text for row in rows if (text := _text(slots, row, column))]
    numbers = sum(is_number(text) for text in texts)
    return numbers > 0 and 2 * numbers >= len(texts)


def _text(slots: Slots, row: int, column: int) -> str:
    return bare("".join(passage.text for passage in slots.get((row, column), ())))


def _distinct(passages: Iterator[Passage]) -> tuple[Passage, ...]:
    """Return passages in order, each once."""
    return tuple({passage.start: passage for passage in passages}.values())


def find_plans(grids: Mapping[int, Grid]) -> Mapping[int, tuple[Passage, int]]:
    """Return the labels of the rows of tables that hold sentences, by where they begin.

    Each with the end of what it covers: its row, and the rows below it that have no label.
    """
    found: dict[int, tuple[Passage, int]] = {}
    for grid in grids.values():
        if not any(is_prose(p) for passages in grid.slots.values() for p in passages):
            continue
        label: Passage | None = None
        for row in sorted({row for row, _ in grid.slots} - grid.headers):
            label = next((p for p in grid.labels(row) if not is_prose(p)), label)
            if label is not None:
                end = max(passage.end for passage in grid.row(row))
                found[label.start] = label, max(end, found.get(label.start, (label, 0))[1])
    return found


def is_prose(passage: Passage) -> bool:
    """Tell whether a cell holds sentences."""
    return passage.kind is PassageKind.TABLE and (
        _STOP.search(passage.text) is not None or len(passage.text) > _MAX_HEADING
    )
