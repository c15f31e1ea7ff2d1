"""Tables over several pages: one table, its repeated header once, a broken row joined.

What is a table on one page is found in ``frames`` and ``tabular``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from nstp_extract.core.document import Cell
from nstp_extract.read.joined import Line
from nstp_extract.read.lines import Slot

_SAME_EDGE: Final = 6.0
_MAX_HEADERS: Final = 4
_MAX_TITLE: Final = 6


@dataclass(frozen=True, slots=True)
class SlottedLine:
    """A line of the document and the cell of its page's table, if it stands in one."""

    index: int
    line: Line
    slot: Slot | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The cells of the lines of tables, and the lines that repeat what heads a table."""

    cells: dict[int, Cell] = field(default_factory=dict)
    repeated: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Part:
    """What a page has of a table, and the lines between the table before it and this one."""

    page: int
    title: list[SlottedLine]
    lines: list[tuple[SlottedLine, Slot]]

    def rows(self) -> dict[int, list[str]]:
        """Return the texts of each row."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for each, slot in self.lines:
            found[slot.row].append(each.line.folded)
        return found

    def lefts(self) -> list[float]:
        """Return where the columns begin, from the first one on."""
        lefts = sorted({slot.left for _, slot in self.lines})
        return [left - lefts[0] for left in lefts]


def spread_tables(lines: Sequence[SlottedLine]) -> Spread:
    """Return the cells of a document's tables; `lines` are in order, without running heads."""
    cells: dict[int, Cell] = {}
    repeated: set[int] = set()
    table, last = 0, 0
    first: _Part | None = None
    before: _Part | None = None
    for part in _find_parts(lines):
        again = _repeats(first, part) if first and before and before.page + 1 == part.page else -1
        if again < 0 or first is None:
            table, first, again, shift = table + 1, part, 0, 0
        else:
            repeated.update(each.index for each in part.title)
            shift = last - again - _goes_on(part, again)
        for each, slot in part.lines:
            if slot.row <= again:
                repeated.add(each.index)
                continue
            row = slot.row + shift
            cells[each.index] = Cell(table, row, slot.column, slot.rows, slot.columns)
            last = max(last, row) if shift else row
        before = part
    return Spread(cells, frozenset(repeated))


def _find_parts(lines: Sequence[SlottedLine]) -> Iterator[_Part]:
    """Yield the tables page by page, each with the lines that part it from the one before."""
    title: list[SlottedLine] = []
    part: _Part | None = None
    number = 0
    for each in lines:
        if each.slot is None:
            if part is not None:
                yield part
                part, title = None, []
            title.append(each)
            continue
        if part is None or part.page != each.line.page or number != each.slot.table:
            if part is not None:
                yield part
                title = []
            part, number = _Part(each.line.page, title, []), each.slot.table
        part.lines.append((each, each.slot))
    if part is not None:
        yield part


def _repeats(first: _Part, part: _Part) -> int:
    """Return how many rows of its table's header a part repeats; -1 if it goes on with none.

    It goes on where its columns are the same, and nothing stands between but the table's title.
    """
    lefts, others = first.lefts(), part.lefts()
    alike = len(lefts) == len(others) and all(
        abs(a - b) < _SAME_EDGE for a, b in zip(lefts, others, strict=True)
    )
    said = {each.line.folded for each in first.title[-_MAX_TITLE:]}
    if not alike or any(each.line.folded not in said for each in part.title):
        return -1
    rows, heads = part.rows(), first.rows()
    again = 0
    while again < _MAX_HEADERS and again + 1 in rows and rows[again + 1] == heads.get(again + 1):
        again += 1
    return again if again or not part.title else -1


def _goes_on(part: _Part, again: int) -> int:
    """Return 1 if the first row of a part belongs to the row above: its first cells are empty."""
    row = [(each, slot) for each, slot in part.lines if slot.row == again + 1]
    first = min(slot.column for _, slot in part.lines)
    opens = any(slot.column == first for _, slot in row)
    numbers = sum(any(char.isdigit() for char in each.line.text[:1]) for each, _ in row)
    return int(bool(row) and not opens and numbers <= len(row) / 2)
