"""From the glyphs of a page to its text in reading order, each code point with its box.

A small raised digit becomes ⁵, the note mark it is; columns are read one after the other. What a
line is to the report (a running head, a note) is in ``paged``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from nstp_extract.read.aligned import find_aligned
from nstp_extract.read.columns import order_lines
from nstp_extract.read.frames import Frame, find_frames
from nstp_extract.read.glyphs import Sheet
from nstp_extract.read.rows import (
    Placed,
    Segment,
    drop_doubled,
    find_rows,
    is_vertical,
    turn_glyphs,
)
from nstp_extract.read.tabular import CellLine, fill_frame

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL: Final = 0.8
_LIFT: Final = 0.12
_HUNDREDTHS: Final = 100
_NO_BOX: Final = (0, 0, 0, 0)


class Slot(NamedTuple):
    """The cell of a table of its page that a line stands in; `left` and `right` are its edges."""

    table: int
    row: int
    column: int
    rows: int
    columns: int
    left: float
    right: float


class PageLine(NamedTuple):
    """A line of a page's text ``[start, end)``, where it stands in the direction of reading.

    `cell` is where its last segment begins; a line of a ruled table has the `slot` that holds it.
    """

    start: int
    end: int
    u0: float
    u1: float
    top: float
    bottom: float
    size: float
    column: int
    cell: float
    bold: bool = False
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as read: its text, four hundredths of a point a code point, and its lines.

    `doubts` are the code points that were not read surely, ascending.
    """

    text: str
    boxes: tuple[int, ...]
    lines: tuple[PageLine, ...]
    vertical: bool
    doubled: int
    doubts: tuple[int, ...] = ()


def compose_page(sheet: Sheet) -> PageText:
    """Return the text of a page in reading order, with boxes and lines."""
    vertical = is_vertical(sheet.glyphs)
    turns = Counter(270 if vertical else glyph.turn for glyph in sheet.glyphs)
    frames = [] if vertical else find_frames(sheet)
    writer = _Writer()
    doubled = 0
    for turn, _ in turns.most_common():
        group = [g for g in sheet.glyphs if vertical or g.turn == turn]
        placed, dropped = drop_doubled(turn_glyphs(group, turn))
        doubled += dropped
        if turn == 0:
            _write_upright(writer, placed, sheet, frames)
            continue
        for column, segments in order_lines(find_rows(placed, ())):
            writer.write(segments, column)
    text, boxes = "".join(writer.text), tuple(writer.boxes)
    return PageText(
        text,
        boxes,
        tuple(writer.lines),
        vertical=vertical,
        doubled=doubled,
        doubts=tuple(writer.doubts),
    )


def _write_upright(
    writer: "_Writer", placed: Sequence[Placed], sheet: Sheet, frames: Sequence[Frame]
) -> None:
    """Write what stands above each table, then its cells, and then what stands below the last."""
    tables: list[tuple[Frame, list[Placed]]] = [(frame, []) for frame in frames]
    free: list[Placed] = []
    for one in placed:
        x, y = (one.u0 + one.u1) / 2, (one.v0 + one.v1) / 2
        next((held for frame, held in tables if frame.holds(x, y)), free).append(one)
    rows = find_rows(free, sheet.rules)
    for region in reversed(find_aligned(rows)):
        glyphs = [g for row in rows[region.start : region.end] for s in row for g in s.glyphs]
        tables.append((region.frame, glyphs))
        del rows[region.start : region.end]
    tables.sort(key=lambda table: (table[0].rows[0], table[0].columns[0]))
    for number, (frame, held) in enumerate(tables, start=1):
        above = [row for row in rows if row[0].v1 <= frame.rows[0] + row[0].size]
        rows = rows[len(above) :]
        for column, segments in order_lines(above):
            writer.write(segments, column)
        writer.write_table(number, fill_frame(frame, held))
    for column, segments in order_lines(rows):
        writer.write(segments, column)


class _Writer:
    """The text of a page as it grows, with a box for every code point of it."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.boxes: list[int] = []
        self.lines: list[PageLine] = []
        self.doubts: list[int] = []

    def write(self, segments: Sequence[Segment], column: int, slot: Slot | None = None) -> None:
        """Add a line of segments: a tab parts two of them, in a cell a blank."""
        if self.text:
            self._fill("\t" if _is_beside(self.lines[-1].slot, slot) else "\n")
        start = len(self.text)
        for at, segment in enumerate(segments):
            if at:
                self._fill("\t" if slot is None else " ")
            self._write_segment(segment)
        main = max(segments, key=lambda s: len(s.glyphs))
        edges = segments[0].u0, segments[-1].u1
        height = main.v0, main.v1, main.size
        last = segments[-1].u0
        bold = all(one.glyph.bold for one in main.glyphs if one.text != " ")
        place = start, len(self.text), *edges, *height, column, last
        self.lines.append(PageLine(*place, bold=bold, slot=slot))

    def write_table(self, number: int, lines: Sequence[CellLine]) -> None:
        """Add the lines of a table's cells; a column in which nothing stands is none."""
        starts = sorted({line.block.column for line in lines})
        for line in lines:
            block = line.block
            first = starts.index(block.column) + 1
            columns = sum(block.column <= at < block.column + block.columns for at in starts)
            place = number, line.row, first, line.rows, columns, block.left, block.right
            self.write(line.segments, 0, Slot(*place))

    def _write_segment(self, segment: Segment) -> None:
        for one in segment.glyphs:
            if one.text == " ":
                self._fill(" ")
                continue
            if not one.glyph.sure:
                self.doubts.append(len(self.text))
            raised = _is_raised(one, segment)
            self.text.append(one.text.translate(_RAISED) if raised else one.text)
            glyph = one.glyph
            box = glyph.x0, glyph.top, glyph.x1, glyph.bottom
            self.boxes.extend(round(edge * _HUNDREDTHS) for edge in box)

    def _fill(self, char: str) -> None:
        """Add a character that no glyph stands for."""
        self.text.append(char)
        self.boxes.extend(_NO_BOX)


def _is_beside(one: Slot | None, other: Slot | None) -> bool:
    """Tell whether two cells stand in one row of a table."""
    if one is None or other is None:
        return False
    return one[:2] == other[:2] and one.column != other.column


def _is_raised(one: Placed, segment: Segment) -> bool:
    """Tell whether a digit is small and stands above the line's foot."""
    return (
        one.size < segment.size * _SMALL
        and segment.v1 - one.v1 > segment.size * _LIFT
        and one.text.isascii()
        and one.text.isdigit()
    )
